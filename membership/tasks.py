"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services.renewals import end_what_is_over, remind


@shared_task(name="membership.remind_renewals")
def remind_renewals() -> int:
    """Send the renewal reminders that are due."""
    return remind(at=timezone.now())


@shared_task(name="membership.end_what_is_over")
def end_memberships() -> int:
    """Grace and the end for memberships whose days are over."""
    return end_what_is_over(at=timezone.now())
