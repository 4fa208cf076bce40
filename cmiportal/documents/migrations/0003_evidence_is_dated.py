from django.db import migrations, models


class Migration(migrations.Migration):
    """When a piece of evidence is from, and when a version of it said that it was: empty for what stands."""

    dependencies = [("documents", "0002_versions_never_change")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="dated_on",
            field=models.DateField(blank=True, null=True, verbose_name="when is it from"),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="dated_on",
            field=models.DateField(blank=True, null=True, verbose_name="when is it from"),
        ),
    ]
