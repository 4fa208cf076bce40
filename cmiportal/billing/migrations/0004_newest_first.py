from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists begin with the newest without sorting all."""

    dependencies = [("billing", "0003_titles_and_reasons")]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["-created_at", "id"], name="order_newest"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["-created", "-id"], name="payment_newest"),
        ),
        migrations.AddIndex(
            model_name="paymentevent",
            index=models.Index(fields=["-received_at", "-id"], name="payment_event_newest"),
        ),
    ]
