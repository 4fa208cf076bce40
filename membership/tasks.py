"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services.applying.clock import expire_over, remind_applicants
from .services.companions.nominations import expire_over as expire_over_nominations
from .services.cpd.reminders import remind_of_records
from .services.members.reminders import remind
from .services.members.renewals import end_what_is_over


@shared_task(name="membership.remind_renewals")
def remind_renewals() -> int:
    """Send the renewal reminders that are due."""
    return remind(at=timezone.now())


@shared_task(name="membership.end_what_is_over")
def end_memberships() -> int:
    """Grace and the end for memberships whose days are over."""
    return end_what_is_over(at=timezone.now())


@shared_task(name="membership.expire_applications")
def expire_applications() -> int:
    """End the applications that waited for their applicant past the last day."""
    return expire_over(at=timezone.now())


@shared_task(name="membership.remind_applicants")
def remind_of_last_days() -> int:
    """Remind applicants of days that come near."""
    return remind_applicants(at=timezone.now())


@shared_task(name="membership.expire_nominations")
def expire_nominations() -> int:
    """End the nominations of Companions that nobody answered in time."""
    return expire_over_nominations(at=timezone.now())


@shared_task(name="membership.remind_of_records")
def remind_of_cpd_records() -> int:
    """Remind members who were drawn of the day by which their record is to be sent."""
    return remind_of_records(at=timezone.now())
