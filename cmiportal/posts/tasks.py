"""What the Celery worker does for forms."""

from celery import shared_task
from django.utils import timezone

from . import keeping


@shared_task
def erase_old() -> None:
    """Each hour: forms and keys whose time is over."""
    keeping.erase_old(at=timezone.now())
