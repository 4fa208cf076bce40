from django.db import migrations

from cmiportal.database import composite_key, sequence, state_is_last_event

M = "membership_"


class Migration(migrations.Migration):
    """No state without its event, and what a holder says of the applicant is true."""

    dependencies = [("membership", "0001_initial")]

    operations = [
        state_is_last_event(f"{M}membership", "membership", "membership"),
        state_is_last_event(f"{M}graderequest", "grade_request", "graderequest"),
        state_is_last_event(f"{M}cpdreview", "cpd_review", "cpdreview"),
        state_is_last_event(f"{M}charteredapplication", "application", "charteredapplication"),
        state_is_last_event(f"{M}appeal", "appeal", "appeal"),
        state_is_last_event(f"{M}nomination", "nomination", "nomination"),
        composite_key(
            f"{M}applicationholder",
            "application_holder_of_applicant",
            "application_id, applicant_id",
            f"{M}charteredapplication",
            "id, person_id",
        ),
        *(sequence(f"{name}_number") for name in ("membership", "application", "appeal")),
    ]
