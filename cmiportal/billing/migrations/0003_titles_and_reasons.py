from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_states_and_numbers")]

    operations = [
        migrations.AddField(
            "order", "title", models.CharField(default="", max_length=300), preserve_default=False
        ),
        migrations.AddField("invoice", "reason", models.TextField("why it is credited", blank=True)),
        migrations.AddField("paymentevent", "reason", models.TextField("why it went back", blank=True)),
        migrations.AlterField("payment", "created", models.DateTimeField()),
    ]
