from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0003_claims_refused_with_reason")]

    operations = [
        migrations.AddField(
            model_name="charteredapplication",
            name="code_accepted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Code of Conduct accepted"),
        ),
    ]
