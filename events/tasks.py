"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services.reminders import remind


@shared_task(name="events.remind")
def remind_of_events() -> int:
    """Send the reminders of events that are due."""
    return remind(at=timezone.now())
