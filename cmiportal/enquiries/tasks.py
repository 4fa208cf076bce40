"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services.tidying import erase_old, settle_answered


@shared_task(name="enquiries.tidy")
def tidy_enquiries() -> int:
    """Close what was answered long enough ago, and erase what is over long enough."""
    at = timezone.now()
    return settle_answered(at=at) + erase_old(at=at)
