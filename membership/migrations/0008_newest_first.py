from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists begin with the newest without sorting all."""

    dependencies = [("membership", "0007_slot_joining")]

    operations = [
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["-created_at", "id"], name="membership_newest"),
        ),
        migrations.AddIndex(
            model_name="graderequest",
            index=models.Index(fields=["-created_at", "id"], name="grade_request_newest"),
        ),
        migrations.AddIndex(
            model_name="renewalreminder",
            index=models.Index(fields=["-at", "-id"], name="renewal_reminder_newest"),
        ),
        migrations.AddIndex(
            model_name="cpdentry",
            index=models.Index(fields=["-on", "-created_at", "id"], name="cpd_entry_newest"),
        ),
        migrations.AddIndex(
            model_name="cpdoffer",
            index=models.Index(fields=["-offered_at", "id"], name="cpd_offer_newest"),
        ),
    ]
