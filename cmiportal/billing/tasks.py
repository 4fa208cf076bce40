"""What happens to orders by the clock; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services.orders import expire_due


@shared_task(name="billing.expire_orders")
def expire_orders() -> int:
    """End the orders that were not paid in time."""
    return expire_due(at=timezone.now())
