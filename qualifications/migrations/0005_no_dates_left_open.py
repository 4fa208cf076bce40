from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """A comparison with an empty column is neither true nor false, and a check lets that pass: so each is named."""

    dependencies = [("qualifications", "0004_number_sequences")]

    operations = [
        migrations.RemoveConstraint(model_name="enrolment", name="enrolment_registered_has_dates"),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=~Q(state__in=("registered", "completed", "expired"))
                | Q(registered_on__isnull=False, expires_on__isnull=False, expires_on__gt=F("registered_on")),
                name="enrolment_registered_has_dates",
            ),
        ),
        migrations.RemoveConstraint(model_name="level", name="level_words"),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=Q(words_from=None, words_to=None)
                | Q(words_from__isnull=False, words_to__isnull=False, words_to__gte=F("words_from")),
                name="level_words",
            ),
        ),
    ]
