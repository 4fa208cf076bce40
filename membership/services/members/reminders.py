"""Renewal reminders: whom they are due for, and the run that writes them down and sends them.

All of it is asked of the database in sets, so the number of queries does not grow with that of members. A run is one
transaction: stopped anywhere it has told nobody, and the next one tells all. Each reminder that is due has one row in
the ledger, sent or skipped with the reason; the ledger's key keeps a second run, or two at once, from doubling any.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from cmiportal.database import insert_found
from cmiportal.notifications.models import Notification
from cmiportal.notifications.services import notify_found, send_copies
from cmiportal.rules.days import uk_day

from ...models import Membership, RenewalReminder, Seat
from ...querysets.members import MembershipQuerySet
from ...workflow import Basis, MembershipState
from .renewals import NOT_THEIRS

KIND = "renewal_reminder"
OUTDATED = "A later reminder was due by then."
CLOSED = "The account is closed."
LEDGER = ("membership", "ends_on", "days", "outcome", "reason", "at")
Outcome = RenewalReminder.Outcome


def due(*, on: date, today: date, days: int | None = None) -> QuerySet[Any]:
    """The memberships of which a reminder is due on that day and not in the ledger, one row for each reminder.

    They come with ``days``, and ``reason`` where nothing is to be sent. The next run takes all that earlier ones left;
    a later day than tomorrow shows its own alone, since the runs before it deal with the rest. ``days`` asks for one
    offset of the policy; where it has none, nobody is reached.
    """
    rows = [each.select_related("person", "grade") for each in _due(on, today, days)]
    return _together(rows).order_by("ends_on", "pk", "-days") if rows else Membership.objects.none()


def counted(*, on: date, today: date) -> dict[tuple[int, bool], int]:
    """How many are due, by offset and by whether anything is sent; one query."""
    rows = [each.values("days", sent=Q(reason="")).annotate(number=Count("pk")) for each in _due(on, today)]
    return {(row["days"], row["sent"]): row["number"] for row in (_together(rows) if rows else ())}


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Write down what is due and owe what is to be sent, two statements; returns how many messages these are."""
    if not settings.RENEWAL_REMINDER_DAYS:
        return 0
    today = uk_day(at)
    outcome = Case(When(reason="", then=Value(Outcome.SENT)), default=Value(Outcome.SKIPPED))
    moment = Value(at, DateTimeField())
    rows = [each.values_list("pk", "ends_on", "days", outcome, "reason", moment) for each in _due(today, today)]
    # In one order: of two runs at once the second waits for the first, instead of each for the other.
    insert_found(RenewalReminder, LEDGER, _together(rows).order_by("pk", "days"))
    return _owe(at)


@transaction.atomic
def send_again(*, reminders: Sequence[RenewalReminder], at: datetime) -> int:
    """Owe once more the messages of reminders that were sent; the ledger stays. Returns how many."""
    keys = [message_key(row.membership_id, row.ends_on, row.days) for row in reminders]
    return len(send_copies(Notification.objects.filter(dedup_key__in=keys), at=at))


def message_key(membership_id: UUID, ends_on: date, days: int) -> str:
    """By which a reminder is owed once; ``_owe`` writes the same."""
    return f"renewal:{membership_id}:{ends_on.isoformat()}:{days}"


def _due(on: date, today: date, chosen: int | None = None) -> Iterator[MembershipQuerySet]:
    """For each offset, the earliest first, the memberships of which this reminder is due and not in the ledger."""
    offsets = sorted(set(settings.RENEWAL_REMINDER_DAYS), reverse=True)
    for days, later in zip_longest(offsets, offsets[1:]):
        if chosen not in (None, days):
            continue
        told = RenewalReminder.objects.filter(membership=OuterRef("pk"), ends_on=OuterRef("ends_on"), days=days)
        last = on + timedelta(days=days)
        is_due = Q(ends_on__lte=last) if on <= today + timedelta(days=1) else Q(ends_on=last)
        yield (
            Membership.objects.held()
            .filter(~Exists(told), is_due)
            .annotate(days=Value(days, SmallIntegerField()), reason=_reason(on, later))
        )


def _together(rows: Sequence[QuerySet]) -> QuerySet:
    return rows[0].union(*rows[1:], all=True)


def _reason(on: date, later: int | None) -> Case:
    """Why a reminder is not sent, empty where it is: ``later`` is the offset that comes after it."""
    seated = Exists(Seat.objects.live().filter(membership=OuterRef("pk")))
    whens = [When(basis=basis, then=Value(NOT_THEIRS[basis])) for basis in (Basis.STUDYING, Basis.HONORARY)]
    # As renewals.why_not_renewable: in grace, or without the seat, nobody else renews it.
    paid_for = Q(seated, basis=Basis.CORPORATE, state=MembershipState.ACTIVE)
    whens += [When(paid_for, then=Value(NOT_THEIRS[Basis.CORPORATE]))]
    whens += [When(person__is_active=False, then=Value(CLOSED))]
    if later is not None:
        whens.insert(0, When(ends_on__lte=on + timedelta(days=later), then=Value(OUTDATED)))
    return Case(*whens, default=Value(""), output_field=CharField())


def _owe(at: datetime) -> int:
    """Owe the messages of the reminders that the run of this moment wrote down as sent."""
    grace_ends_on = Cast(F("ends_on") + timedelta(days=settings.MEMBERSHIP_GRACE_DAYS), DateField())
    told = [Cast(name, CharField()) for name in ("membership", "ends_on", "days")]
    key = Concat(Value("renewal:"), told[0], Value(":"), told[1], Value(":"), told[2])
    return notify_found(
        kind=KIND,
        people="membership__person_id",
        key=key,
        context={
            "number": F("membership__number"),
            "grade": F("membership__grade__title"),
            "ends_on": F("ends_on"),
            "days": F("days"),
            "grace_ends_on": grace_ends_on,
            "path": Value(reverse("membership:renewal")),
        },
        found=RenewalReminder.objects.filter(at=at, outcome=Outcome.SENT).order_by("pk"),
        at=at,
    )
