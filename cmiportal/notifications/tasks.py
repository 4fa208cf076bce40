"""What the Celery worker does for the outbox."""

from celery import shared_task
from django.utils import timezone

from . import delivery


@shared_task
def deliver_due() -> None:
    """Send what is due until nothing is; woken by each new message and by the sweep."""
    delivery.give_up_exhausted(at=timezone.now())
    while delivery.deliver_batch(at=timezone.now()):
        pass
