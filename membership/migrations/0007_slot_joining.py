from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0006_companions")]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="joining",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
    ]
