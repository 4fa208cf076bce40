from django.db import migrations, models


class Migration(migrations.Migration):
    """An event without a place could not be booked, and would say that it is full."""

    dependencies = [("events", "0002_states_are_events")]

    operations = [
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1)),
                name="event_has_places",
                violation_error_message="There has to be one place at least.",
            ),
        ),
    ]
