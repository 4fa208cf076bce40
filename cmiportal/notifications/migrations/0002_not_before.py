from django.db import migrations, models


class Migration(migrations.Migration):
    """Very many messages go one after the other: each knows when its turn is."""

    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
