from django.db import migrations

from cmiportal.database import state_is_last_event


class Migration(migrations.Migration):
    """No state of an event or a booking without its move."""

    dependencies = [("events", "0001_initial")]

    operations = [
        state_is_last_event("events_event", "event", "event"),
        state_is_last_event("events_booking", "booking", "booking"),
    ]
