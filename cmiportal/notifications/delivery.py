"""Sending what is owed: claim a batch, commit, talk to the mail server, mark each row as soon as it is accepted.

Delivery is at least once: a worker that dies between the server's acceptance and the marking of that one row leaves
it queued, and it is sent again after the lease, with the same Message-ID. Nothing is sent inside a transaction.
"""

import logging
import smtplib
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import prefetch_related_objects

from cmiportal.registry import NotificationKind, find

from .mails import compose
from .models import Notification
from .states import Mail

logger = logging.getLogger(__name__)


@dataclass
class Lease:
    """The time in which a claim holds; how much of it is spent is measured, not read from the clock."""

    at: datetime
    length: timedelta
    began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """The moment of the claim plus the time spent since."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)

    def has_room(self) -> bool:
        """Whether one more message surely ends, however slow the server, before others may take it."""
        return self.now() + slowest_message() < self.at + self.length


def slowest_message() -> timedelta:
    """How long one message can take: EMAIL_TIMEOUT for each answer that a worker waits for."""
    answers = 6  # greeting, EHLO, MAIL, RCPT, DATA, the text
    answers += 2 if settings.EMAIL_USE_TLS else 0  # STARTTLS, EHLO again
    answers += 2 if settings.EMAIL_HOST_USER else 0  # AUTH, in two steps at most
    return timedelta(seconds=answers * settings.EMAIL_TIMEOUT)


def give_up_exhausted(*, at: datetime) -> int:
    """Mark as failed what was tried as often as we try without any worker living to say how it went."""
    return Notification.objects.exhausted(at=at).update(
        mail=Mail.FAILED, last_error="Every attempt ended without an answer: the worker stopped while sending."
    )


def deliver_batch(*, at: datetime) -> int:
    """Claim what is due, NOTIFICATION_BATCH at most, and send it over one connection.

    Returns how many were tried; 0 when nothing is due, and when the mail server cannot be reached: then the messages
    wait, without having lost an attempt, and nobody's thread waits with them.
    """
    lease = Lease(at, timedelta(seconds=settings.NOTIFICATION_LEASE_SECONDS))
    rows = Notification.objects.claim(at=at, lease=lease.length, limit=settings.NOTIFICATION_BATCH)
    if not rows:
        return 0
    prefetch_related_objects(rows, "recipient")
    connection = mail.get_connection()
    try:
        connection.open()
    except OSError as error:
        logger.warning("The mail server does not answer: %s", error)
        release(rows, at=lease.now() + pause(1), last_error=described(error))
        return 0
    else:
        return deliver_over(connection, rows, lease=lease)
    finally:
        hang_up(connection)


def deliver_over(connection: BaseEmailBackend, rows: list[Notification], *, lease: Lease) -> int:
    """Send the claimed messages while the lease surely lasts, and give back the rest; returns how many were tried."""
    for number, row in enumerate(rows):
        if not lease.has_room():
            release(rows[number:], at=lease.now())
            return number
        deliver(row, connection=connection, lease=lease)
    return len(rows)


def deliver(row: Notification, *, connection: BaseEmailBackend, lease: Lease) -> None:
    """Send one claimed message and mark its row, whatever happens: sent, to be tried again, bounced or failed."""
    try:
        message = compose(row)
    except Exception as error:
        # Templates and contexts of every app run in there: whatever they raise concerns this message alone, and
        # trying again would not help.
        logger.exception("Notification %s cannot be rendered.", row)
        mark(row, mail=Mail.FAILED, last_error=described(error))
        return
    try:
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        refused(row, error, at=lease.now())
    except OSError as error:  # smtplib's exceptions are kinds of OSError
        hang_up(connection)
        postpone(row, error, at=lease.now())
    except ValueError as error:  # an address or header that cannot be written
        mark(row, mail=Mail.FAILED, last_error=described(error))
    else:
        mark(row, mail=Mail.SENT, sent_at=lease.now(), last_error="", **forgotten(row))


def refused(row: Notification, error: smtplib.SMTPRecipientsRefused, *, at: datetime) -> None:
    """The server does not take mail for this address: for good (5xx) or for now."""
    if all(code >= 500 for code, _ in error.recipients.values()):
        mark(row, mail=Mail.BOUNCED, last_error=described(error))
    else:
        postpone(row, error, at=at)


def postpone(row: Notification, error: Exception, *, at: datetime) -> None:
    """Try again after a pause that grows with each attempt; after the last one the message has failed."""
    if row.attempts >= settings.NOTIFICATION_ATTEMPTS:
        logger.error("Notification %s was given up after %s attempts: %s", row, row.attempts, error)
        mark(row, mail=Mail.FAILED, last_error=described(error))
    else:
        mark(row, due_at=at + pause(row.attempts), last_error=described(error))


def pause(attempts: int) -> timedelta:
    """How long to wait after that many failed attempts (1 or more); NOTIFICATION_PAUSES lists the minutes."""
    pauses = settings.NOTIFICATION_PAUSES
    return timedelta(minutes=pauses[min(attempts, len(pauses)) - 1])


def release(rows: list[Notification], *, at: datetime, **changes: Any) -> None:
    """Give back what was claimed and not tried, due again at ``at``; it has lost no attempt."""
    for row in rows:
        mark(row, due_at=at, attempts=row.attempts - 1, **changes)


def mark(row: Notification, **changes: Any) -> None:
    """Write down how it went, unless the row was taken by somebody else or withdrawn in the meantime."""
    if not Notification.objects.held(row).update(**changes):
        logger.warning("Notification %s was taken over before attempt %s could be marked.", row, row.attempts)


def forgotten(row: Notification) -> dict[str, Any]:
    """A sent secret need not be kept: whoever reads the table later finds no link that still acts."""
    return {"context": {}} if find(NotificationKind, row.kind).secret else {}


def hang_up(connection: BaseEmailBackend) -> None:
    """Close the connection, which may be broken already."""
    try:
        connection.close()
    except OSError as error:
        logger.info("The mail server's connection did not close in good order: %s", error)


def described(error: Exception) -> str:
    """What staff read in the admin: the kind of the error and what it says."""
    return f"{type(error).__name__}: {error}"[:2000]
