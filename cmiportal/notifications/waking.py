"""Telling the worker that something is due. Nothing depends on it: the sweep finds what nobody was told of."""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from .tasks import deliver_due

logger = logging.getLogger(__name__)


@dataclass
class Doorbell:
    """Rings for the worker. After a ring that nobody heard this process is silent until the sweep has come round.

    A broker that refuses costs a request nothing, one that hangs costs it the socket's timeout: so one request pays
    that, not all of them.
    """

    silent_until: float = 0.0

    def ring(self) -> None:
        """Put one task into the broker, if it answers."""
        if time.monotonic() < self.silent_until:
            return
        try:
            deliver_due.delay()
        except OperationalError as error:
            self.silent_until = time.monotonic() + settings.NOTIFICATION_SWEEP_SECONDS
            logger.warning("The broker does not answer, so messages wait for the next sweep: %s", error)


doorbell = Doorbell()


def ring_on_commit() -> None:
    """Ring when the transaction is committed, once however many messages it owes."""
    hooks = transaction.get_connection().run_on_commit
    if not any(hook == doorbell.ring for _, hook, _ in hooks):
        transaction.on_commit(doorbell.ring, robust=True)
