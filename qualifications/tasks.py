"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services.reminders import remind_due


@shared_task(name="qualifications.remind_due")
def remind_about_due_work() -> int:
    """Tell holders and coordinators of work that is nearly late or late."""
    return remind_due(at=timezone.now())
