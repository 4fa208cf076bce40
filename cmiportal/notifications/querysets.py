"""Which notifications a person sees, which e-mails are due, and the claim by which one worker takes some of them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Min, When
from django.db.models.functions import Coalesce

from cmiportal.registry import NotificationKind, every

from .states import Mail

if TYPE_CHECKING:
    from .models import Notification

# One statement: no other worker can see a row as due between our looking and our taking. SKIP LOCKED lets workers
# that look at the same moment take different rows; without FOR UPDATE SKIP LOCKED they take the same ones twice.
# MATERIALIZED runs the choice once: as a subquery of the UPDATE it may run once a row, and each run takes more rows.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM {table} WHERE mail = 'queued' AND due_at <= %(at)s AND attempts < %(most)s
    ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE {table} AS claimed SET due_at = %(until)s, attempts = attempts + 1
FROM due WHERE claimed.id = due.id RETURNING claimed.*
"""


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications by reader and by what their e-mail waits for."""

    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """The person's own messages, but not the secret ones: a link to set a password belongs in the e-mail alone."""
        secret = [kind.key for kind in every(NotificationKind) if kind.secret]
        return self.filter(recipient=user.pk).exclude(kind__in=secret)

    def unread(self) -> "NotificationQuerySet":
        """Not opened in the portal yet."""
        return self.filter(read_at=None)

    def due(self, *, at: datetime) -> "NotificationQuerySet":
        """E-mails to be sent at ``at`` that no worker holds under a lease."""
        return self.filter(mail=Mail.QUEUED, due_at__lte=at)

    def exhausted(self, *, at: datetime) -> "NotificationQuerySet":
        """Due, but tried as often as we try: the worker of the last attempt died without a word."""
        return self.due(at=at).filter(attempts__gte=settings.NOTIFICATION_ATTEMPTS)

    def oldest_due(self, *, at: datetime) -> datetime | None:
        """Since when the e-mail that waits longest should have gone; None while nothing is overdue.

        Without a worker, or without a mail server, this grows old. What was tried and waits for its next attempt is
        not overdue: one mailbox that is full must not raise an alarm. Nor is one of very many before its turn.
        """
        since = Case(When(attempts=0, then=Coalesce("not_before", "created_at")), default=F("due_at"))
        waiting = self.filter(mail=Mail.QUEUED).annotate(since=since).filter(since__lte=at)
        return waiting.aggregate(oldest=Min("since"))["oldest"]

    def claim(self, *, at: datetime, lease: timedelta, limit: int) -> "list[Notification]":
        """Take up to ``limit`` due e-mails and hide them from other workers for ``lease``.

        Returns them with their new number of attempts, which is the fencing number: only a worker whose number still
        stands may mark the row. The claim is committed before anything is sent; raises RuntimeError inside a
        transaction of somebody else.
        """
        sql = CLAIM.format(table=self.model._meta.db_table)
        values = {"at": at, "until": at + lease, "limit": limit, "most": settings.NOTIFICATION_ATTEMPTS}
        with transaction.atomic(using=self.db, durable=True):
            return sorted(self.raw(sql, values), key=lambda row: row.pk)

    def held(self, row: "Notification") -> "NotificationQuerySet":
        """The row, as long as the claim that ``row`` came from is the last one made on it."""
        return self.filter(pk=row.pk, mail=Mail.QUEUED, attempts=row.attempts)
