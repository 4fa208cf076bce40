"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from . import services


@shared_task(name="search.reindex_due")
def reindex_due() -> int:
    """Write down what a date has shown, hidden or put behind others."""
    return services.reindex_due(at=timezone.now())


@shared_task(name="search.rebuild")
def rebuild() -> int:
    """Write down everything that differs, whatever was missed, and count the words."""
    return services.rebuild(at=timezone.now())
