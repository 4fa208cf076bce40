"""Renewing: the order for another year, and what the turn of the day ends."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order, Price
from cmiportal.billing.services.orders import Wanted, open_order
from cmiportal.billing.services.prices import price_on
from cmiportal.billing.services.refusals import NoPrice
from cmiportal.rules.days import end_of, uk_day
from cmiportal.workflow import MoveRefused

from ...models import CharteredApplication, CharteredStatus, Membership, Seat
from ...querysets.members import MembershipQuerySet
from ...rules.periods import grace_ends, renewed
from ...workflow import MEMBERSHIP_HAS_PERIOD, Basis, MembershipState
from .endings import end_day, take_back
from .grades import CHARTERED, CONCESSION, EVERYBODY
from .memberships import RENEWAL, locked, renew
from .request_messages import tell_team_of_payment

logger = logging.getLogger(__name__)
AT_ONCE = 200  # some seconds of work: so much is lost with a run that is stopped, and so long waits who pays meanwhile
ORDER_KIND = RENEWAL
NOT_THEIRS = {
    Basis.STUDYING: "The membership ends with the registration.",
    Basis.CORPORATE: "An organisation renews the membership.",
    Basis.HONORARY: "An honorary membership has no fee.",
}


class RenewalRefused(MoveRefused):
    """The membership cannot be renewed now; the first argument says why."""


@transaction.atomic
def open_renewal(*, membership: Membership, by: User, code_accepted: bool, at: datetime) -> Order:
    """The order for another year, the one that is open already if there is one; the Code of Conduct comes first.

    It ends with the days of grace: after them there is nothing to renew.
    Raises RenewalRefused too early, in another state, or without the Code of Conduct.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    row = locked(membership)
    if row.person_id != by.pk:
        raise RenewalRefused("This membership is somebody else’s.")
    if closed := why_not_renewable(row, on=uk_day(at)):
        raise RenewalRefused(closed)
    if not code_accepted:
        raise RenewalRefused("Accept the Code of Conduct to renew.")
    row.code_accepted_at = at
    row.save(update_fields=["code_accepted_at"])
    line = Wanted(row.grade.product, f"Membership as {row.grade.title}, another year", audience=_audience(row))
    assert row.ends_on is not None  # why_not_renewable
    until = end_of(grace_ends(row.ends_on, settings.MEMBERSHIP_GRACE_DAYS))
    return open_order(kind=ORDER_KIND, subject_id=row.pk, person=row.person, lines=[line], at=at, expires_at=until)


def waiting_order(membership: Membership) -> Order | None:
    """The order for another year that waits to be paid; one query."""
    return Order.objects.unpaid().filter(kind=ORDER_KIND, subject_id=membership.pk).first()


@dataclass(frozen=True)
class NextYear:
    """What renewing today buys: its price (None where nothing says it yet), and the last day of the year."""

    price: Price | None
    until: date


def next_year(membership: Membership, *, on: date) -> NextYear:
    """The year that the member of a renewable membership would pay for on that day."""
    assert membership.ends_on is not None  # why_not_renewable
    try:
        price = price_on(membership.grade.product, _audience(membership), on)
    except NoPrice:
        price = None
    return NextYear(price, renewed(membership.ends_on, on, settings.MEMBERSHIP_GRACE_DAYS).last)


def why_not_renewable(membership: Membership, *, on: date) -> str:
    """Why a membership cannot be renewed by its member on that day, in a sentence; empty where it can."""
    if membership.state not in MEMBERSHIP_HAS_PERIOD or membership.ends_on is None:
        return "This membership cannot be renewed now."
    if membership.basis in NOT_THEIRS and not _is_left_to_themselves(membership):
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
    basis = Basis.CONCESSION if row.basis == Basis.CONCESSION else Basis.PAID
    renew(membership=row, order=order, at=at, basis=basis)


def refunded(order: Order, at: datetime) -> None:
    """What a whole refund does: the membership that stands on the order ends, whoever asked for the money."""
    for row in Membership.objects.filter(order=order):
        take_back(membership=row, order=order, at=at)


def left_unpaid(order: Order, at: datetime) -> None:
    """What an order that ran out does to a renewal: nothing. Grace and its end come by the days of the membership."""


def end_what_is_over(*, at: datetime) -> int:
    """Grace and the end for whatever ran out, AT_ONCE in a transaction; returns how many were touched.

    Stopped anywhere it has done whole batches, and the next run does the rest; two at once share the work. What cannot
    be ended is written to the log, keeps nothing else back, and is tried again by the next run.
    """
    touched, after = 0, None
    while rows := _end_some(at=at, after=after):
        touched, after = touched + len(rows), rows[-1]
    return touched


@transaction.atomic
def _end_some(*, at: datetime, after: Membership | None) -> list[Membership]:
    """End the next ones after that one; those that somebody else works on are left to them, or to the next run."""
    today = uk_day(at)
    rows = list(_over(today, after).select_for_update(skip_locked=True)[:AT_ONCE])
    for row in rows:
        try:
            end_day(membership=row, on=today, at=at)
        except Exception:
            logger.exception("Membership %s could not be ended.", row.number)
    return rows


def _over(today: date, after: Membership | None) -> MembershipQuerySet:
    """What ran out, from the earliest on; past its last day, and past the days of grace where they run."""
    states = [MembershipState.GRACE, MembershipState.SUSPENDED]
    no_grace_left = Q(state__in=states, ends_on__lt=today - timedelta(days=settings.MEMBERSHIP_GRACE_DAYS))
    rows = Membership.objects.filter(Q(state=MembershipState.ACTIVE) | no_grace_left, ends_on__lt=today)
    if after is not None:
        rows = rows.filter(Q(ends_on__gt=after.ends_on) | Q(ends_on=after.ends_on, pk__gt=after.pk))
    return rows.order_by("ends_on", "pk")


def _audience(row: Membership) -> str:
    """Whose price it is: a concession goes on for whoever has one; Chartered Members and Fellows have their own."""
    if row.basis == Basis.CONCESSION:
        return CONCESSION
    held = CharteredStatus.objects.filter(person=row.person_id, ended_on=None)
    held = held.exclude(status=CharteredApplication.Status.FOUNDATION)  # which costs nothing more
    return CHARTERED if held.exists() else EVERYBODY


def _is_left_to_themselves(row: Membership) -> bool:
    """Whether nobody else will renew what an organisation paid for: the seat is gone, or the year was not renewed."""
    if row.basis != Basis.CORPORATE:
        return False
    return row.state == MembershipState.GRACE or not Seat.objects.live().filter(membership=row).exists()
