"""Renewing: the order for another year, the reminders that are due, and what the turn of the day ends.

Reminders are found, written down and sent in one transaction and a fixed number of queries: a run that is stopped
anywhere has told nobody, and the next one tells all. Each reminder that is due has one row in the ledger, sent or
skipped with the reason; the ledger's key keeps a second run, or two at once, from doubling anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import Wanted, open_order
from cmiportal.notifications.models import Notification
from cmiportal.notifications.services import Owed, notify_many, send_copies
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..models import Membership, RenewalReminder
from ..querysets.members import MembershipQuerySet
from ..rules.periods import due_reminder
from ..workflow import MEMBERSHIP_HAS_PERIOD, Basis, MembershipState
from .members import end_day, locked, renew, take_back
from .request_messages import tell_team_of_payment

ORDER_KIND = "renewal"
OUTDATED = "A later reminder was due by then."
NOT_THEIRS = {
    Basis.STUDYING: "The membership ends with the registration.",
    Basis.CORPORATE: "An organisation renews the membership.",
    Basis.HONORARY: "An honorary membership has no fee.",
}
CLOSED = "The account is closed."


class RenewalRefused(MoveRefused):
    """The membership cannot be renewed now; the first argument says why."""


@dataclass(frozen=True)
class Planned:
    """A reminder that is due: to be sent, or to be skipped for a reason."""

    membership: Membership
    ends_on: date
    days: int
    reason: str = ""


@transaction.atomic
def open_renewal(*, membership: Membership, by: User, code_accepted: bool, at: datetime) -> Order:
    """The order for another year, the one that is open already if there is one; the Code of Conduct comes first.

    Raises RenewalRefused too early, in another state, or without the Code of Conduct.
    """
    row = locked(membership)
    if row.person_id != by.pk:
        raise RenewalRefused("This membership is somebody else’s.")
    if closed := why_not_renewable(row, on=uk_day(at)):
        raise RenewalRefused(closed)
    if not code_accepted:
        raise RenewalRefused("Accept the Code of Conduct to renew.")
    row.code_accepted_at = at
    row.save(update_fields=["code_accepted_at"])
    audience = "concession" if row.basis == Basis.CONCESSION else ""
    line = Wanted(row.grade.product, f"{row.grade.title} membership for another year", audience=audience)
    return open_order(kind=ORDER_KIND, subject_id=row.pk, person=row.person, lines=[line], at=at)


def why_not_renewable(membership: Membership, *, on: date) -> str:
    """Why a membership cannot be renewed by its member on that day, in a sentence; empty where it can."""
    if membership.state not in MEMBERSHIP_HAS_PERIOD or membership.ends_on is None:
        return "This membership cannot be renewed now."
    if membership.basis in NOT_THEIRS:
        return NOT_THEIRS[Basis(membership.basis)]
    if membership.ends_on - timedelta(days=settings.RENEWAL_OPENS_DAYS) > on:
        return "It is too early to renew: we write to you when it is time."
    return ""


@transaction.atomic
def paid(order: Order, at: datetime) -> None:
    """What being paid does: another year. Money for a membership that ended meanwhile is told to the team."""
    row = locked(Membership(pk=order.subject_id))
    if row.state not in MEMBERSHIP_HAS_PERIOD:
        tell_team_of_payment(row, order, at=at)
        return
    renew(membership=row, order=order, at=at, basis=row.basis)


def refunded(order: Order, at: datetime) -> None:
    """What a whole refund does: the membership that stands on the order ends, whoever asked for the money."""
    for row in Membership.objects.filter(order=order):
        take_back(membership=row, order=order, at=at)


def left_unpaid(order: Order, at: datetime) -> None:
    """What an order that ran out does to a renewal: nothing. Grace and its end come by the days of the membership."""


def plan(*, on: date, offsets: Sequence[int] | None = None) -> list[Planned]:
    """Every reminder that is due on that day and has no row in the ledger, one query; no offsets reach nobody.

    This is what staff see before it happens, and what ``remind`` does.
    """
    offsets = settings.RENEWAL_REMINDER_DAYS if offsets is None else offsets
    if not offsets:
        return []
    rows = _with_something_due(offsets, on).select_related("person", "grade").order_by("ends_on", "pk")
    known = RenewalReminder.objects.filter(membership__in=rows, ends_on=F("membership__ends_on"))
    told = {(row.membership_id, row.days) for row in known}
    return [one for row in rows for one in _planned(row, offsets, on) if (row.pk, one.days) not in told]


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Send what is due, write down what was and was not sent; returns how many were sent. Four queries."""
    planned = plan(on=uk_day(at))
    ledger = [
        RenewalReminder(
            membership=one.membership,
            ends_on=one.ends_on,
            days=one.days,
            outcome=RenewalReminder.Outcome.SKIPPED if one.reason else RenewalReminder.Outcome.SENT,
            reason=one.reason,
            at=at,
        )
        for one in planned
    ]
    RenewalReminder.objects.bulk_create(ledger, ignore_conflicts=True)
    to_send = [one for one in planned if not one.reason]
    notify_many(kind="renewal_reminder", owed=(_owed(one) for one in to_send), at=at)
    return len(to_send)


def coming(*, on: date, today: date, offsets: Sequence[int] | None = None) -> list[Planned]:
    """What the run of a day to come will do as things stand; the next runs also take what earlier ones left.

    What falls due before a later day is dealt with by the runs before it, so that day shows its own alone.
    """
    planned = plan(on=on, offsets=offsets)
    if on <= today + timedelta(days=1):
        return planned
    return [one for one in planned if one.ends_on - timedelta(days=one.days) == on]


@transaction.atomic
def send_again(*, reminders: Sequence[RenewalReminder], at: datetime) -> int:
    """Owe once more the messages of reminders that were sent; the ledger stays. Returns how many."""
    keys = [message_key(row.membership_id, row.ends_on, row.days) for row in reminders]
    return len(send_copies(Notification.objects.filter(dedup_key__in=keys), at=at))


def message_key(membership_id: UUID, ends_on: date, days: int) -> str:
    """By which a reminder is owed once."""
    return f"renewal:{membership_id}:{ends_on.isoformat()}:{days}"


def end_what_is_over(*, at: datetime) -> int:
    """Grace and the end for whatever ran out, one membership a transaction; returns how many were touched."""
    today = uk_day(at)
    over = Membership.objects.filter(
        Q(state=MembershipState.ACTIVE)
        | Q(
            state__in=[MembershipState.GRACE, MembershipState.SUSPENDED],
            ends_on__lt=today - timedelta(days=settings.MEMBERSHIP_GRACE_DAYS),
        ),
        ends_on__lt=today,
    )
    rows = list(over.order_by("ends_on", "pk"))
    for row in rows:
        end_day(membership=row, on=today, at=at)
    return len(rows)


def _with_something_due(offsets: Iterable[int], on: date) -> MembershipQuerySet:
    """Memberships for which the day of some offset has come, and the ledger has no row of it."""
    due = Q()
    for days in offsets:
        told = RenewalReminder.objects.filter(membership=OuterRef("pk"), ends_on=OuterRef("ends_on"), days=days)
        due |= Q(~Exists(told), ends_on__lte=on + timedelta(days=days))
    return Membership.objects.held().filter(due)


def _planned(row: Membership, offsets: Sequence[int], on: date) -> list[Planned]:
    """What is due for one membership: the latest is sent, earlier ones are out of date."""
    assert row.ends_on is not None  # held: membership_active_has_end_and_basis
    latest = due_reminder(row.ends_on, on, offsets)
    reason = "" if row.person.is_active else CLOSED
    if row.basis in NOT_THEIRS:
        reason = NOT_THEIRS[Basis(row.basis)]
    come = [days for days in offsets if latest is not None and row.ends_on - timedelta(days=days) <= on]
    return [Planned(row, row.ends_on, days, reason if days == latest else OUTDATED) for days in come]


def _owed(one: Planned) -> Owed:
    row, ends_on = one.membership, one.ends_on
    return Owed(
        key=message_key(row.pk, ends_on, one.days),
        recipient=row.person,
        context={
            "number": row.number,
            "grade": row.grade.title,
            "ends_on": ends_on.isoformat(),
            "days": one.days,
            "grace_ends_on": (ends_on + timedelta(days=settings.MEMBERSHIP_GRACE_DAYS)).isoformat(),
            "path": reverse("membership:renewal"),
        },
    )
