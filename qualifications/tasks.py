"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services.registration import expire_run_out
from .services.reminders import remind_due


@shared_task(name="qualifications.expire_places")
def expire_places() -> int:
    """End registrations that have run out and tell their learners."""
    return expire_run_out(at=timezone.now())


@shared_task(name="qualifications.remind_due")
def remind_about_due_work() -> int:
    """Tell holders and coordinators of work that is nearly late or late."""
    return remind_due(at=timezone.now())
