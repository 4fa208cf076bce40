from django.db import migrations

from cmiportal.database import sequence, state_is_last_event


class Migration(migrations.Migration):
    """No state of an enquiry without its move, and a counter for the numbers that people read out."""

    dependencies = [("enquiries", "0001_initial")]

    operations = [
        state_is_last_event("enquiries_enquiry", "enquiry", "enquiry"),
        sequence("enquiry_number"),
    ]
