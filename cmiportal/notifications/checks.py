"""Settings of the outbox that contradict each other stop the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from .delivery import slowest_message


def check_outbox(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A lease that one slow message outlives would hand that message over twice; pauses and batch must be positive."""
    errors: list[CheckMessage] = []
    needed = slowest_message().total_seconds()
    if needed >= settings.NOTIFICATION_LEASE_SECONDS:
        errors.append(
            Error(
                f"NOTIFICATION_LEASE_SECONDS is {settings.NOTIFICATION_LEASE_SECONDS}, but one message may take"
                f" {needed:.0f} seconds at an EMAIL_TIMEOUT of {settings.EMAIL_TIMEOUT}.",
                hint="Give a longer lease or a shorter timeout.",
                id="notifications.E001",
            )
        )
    figures = [settings.NOTIFICATION_BATCH, settings.NOTIFICATION_ATTEMPTS, settings.NOTIFICATION_SWEEP_SECONDS]
    if min(figures, default=0) < 1 or min(settings.NOTIFICATION_PAUSES, default=0) < 1:
        errors.append(
            Error(
                "NOTIFICATION_BATCH, _ATTEMPTS, _SWEEP_SECONDS and each of NOTIFICATION_PAUSES must be 1 or more.",
                id="notifications.E002",
            )
        )
    return errors
