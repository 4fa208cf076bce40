"""The worker's sign of life, read by /readyz."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT = "site:heartbeat"


@shared_task(ignore_result=True, expires=settings.HEARTBEAT_SECONDS)
def beat() -> None:
    """Note the moment: beat has sent this, the broker has carried it, and a worker has done it."""
    note_heartbeat()


@worker_ready.connect
def note_heartbeat(**kwargs: Any) -> None:
    """Note the moment; also when a worker has just started, so that nobody waits for the first beat."""
    cache.set(HEARTBEAT, timezone.now(), timeout=None)
