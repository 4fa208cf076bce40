"""What the worker does for documents."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from . import files

logger = logging.getLogger(__name__)

# Longer than any transaction that stores a file: what is older and has no row will never get one.
QUARANTINE = timedelta(days=1)


@shared_task
def sweep() -> None:
    """Remove stored bytes that no row owns and rows without a verdict, a day old; again is harmless."""
    if swept := files.sweep_files(before=timezone.now() - QUARANTINE):
        logger.info("Swept %s files that nobody owned", swept)
