"""Buying seats: for a year from the day they are paid, more of them within that year, or another year.

The order's lock is held already where these are called by it; the organisation's comes after.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.messages import tell_bookkeepers
from cmiportal.billing.services.orders import Wanted, open_order
from cmiportal.billing.workflow import OrderState
from cmiportal.rules.days import end_of, uk_day

from ...models import Membership, Organisation
from ...querysets.members import MembershipQuerySet
from ...rules.periods import Period, renewed, year_from, years_after
from ...workflow import MEMBERSHIP_BEGUN, Basis
from ..members.memberships import renew, shorten
from .rows import (
    ORDER_KIND,
    PRODUCT,
    RENEWAL_KIND,
    SeatRefused,
    live_seats,
    locked,
    locked_for,
    period_of,
    renews,
    runs,
    seats_in,
    unpaid_order,
)
from .seats import take_back

DAY = timedelta(days=1)
LONGEST = 300  # of a line and of a title
LATE = "It was paid after the year of the seats had ended, so it added none. Renew the seats first, or give it back."


@transaction.atomic
def open_seats(*, organisation: Organisation, by: User, seats: int, at: datetime) -> Order:
    """The order for so many seats: more of them until the period's end, or for a year from the day it is paid.

    Raises SeatRefused while another order waits or the period only can be renewed, and NoPrice.
    """
    row, today = _ready(organisation, by), uk_day(at)
    period = period_of(row)
    more = runs(row, on=today)
    if renews(row, on=today) and not more:
        raise SeatRefused("The seats have run out. Renew them.")
    ends = end_of(period.last) if period and more else None
    called = f"{seats} more {_noun(seats)}" if more else f"{seats} {_noun(seats)}"
    return _order(ORDER_KIND, row, by, seats, "Seats", called=called, at=at, expires_at=ends)


@transaction.atomic
def open_renewal(*, organisation: Organisation, by: User, seats: int, at: datetime) -> Order:
    """The order for another year with so many seats. Raises SeatRefused too early or late, and for fewer than taken."""
    row = _ready(organisation, by)
    if not renews(row, on=uk_day(at)):
        raise SeatRefused("The seats cannot be renewed now.")
    if live_seats(row).count() > seats:
        raise SeatRefused("More seats than that are taken. Release those that you do not need first.")
    called = f"Renewal of {seats} {_noun(seats)}"
    return _order(RENEWAL_KIND, row, by, seats, "Seats for another year", called=called, at=at)


@transaction.atomic
def paid(order: Order, at: datetime) -> None:
    """What being paid does: seats are added to the period that runs, or a year of them begins today.

    More seats that are paid once the period is over, while it can be renewed, take nobody's seat: a person decides.
    """
    row, today = locked(Organisation(pk=order.subject_id)), uk_day(at)
    if runs(row, on=today):
        row.seats += seats_in(order)
        row.save(update_fields=["seats"])
        return
    if renews(row, on=today):
        tell_bookkeepers(order, LATE, about=f"seats:{order.pk}", at=at)
        return
    _begin(row, seats_in(order), at=at)


@transaction.atomic
def renewal_paid(order: Order, at: datetime) -> None:
    """What being paid does to a renewal: the period and the memberships that came with seats go on for a year.

    Those that are suspended stay so. After grace nothing is left to go on: a year begins, and people are invited anew.
    """
    row, today = locked(Organisation(pk=order.subject_id)), uk_day(at)
    period = period_of(row)
    if period is None or not renews(row, on=today):
        _begin(row, seats_in(order), at=at)
        return
    after = renewed(period.last, today, settings.MEMBERSHIP_GRACE_DAYS)
    _keep(row, seats_in(order), Period(period.first, after.last))
    for membership in _carried(row).filter(state__in=MEMBERSHIP_BEGUN).select_for_update(of=("self",)):
        renew(membership=membership, basis=Basis.CORPORATE, period=after, at=at)


@transaction.atomic
def refunded(order: Order, at: datetime) -> None:
    """What returning the money does: the seats are gone, those that were given last are released.

    Seats of a period that was renewed since are those of the renewal, and stay.
    """
    row = locked(Organisation(pk=order.subject_id))
    since = Order.objects.filter(kind=RENEWAL_KIND, subject_id=row.pk, state=OrderState.PAID)
    if since.filter(paid_at__gt=order.paid_at).exists():
        return
    row.seats = max(row.seats - seats_in(order), 0)
    row.save(update_fields=["seats"])
    given = live_seats(row).select_related("organisation", "membership")
    over = max(given.count() - row.seats, 0)
    for seat in given.order_by(F("accepted_at").desc(nulls_first=True), "-invited_at")[:over]:
        take_back(seat, at=at)


@transaction.atomic
def renewal_refunded(order: Order, at: datetime) -> None:
    """What returning the money of a renewal does: the period ends as it would have without it, or today."""
    row, today = locked(Organisation(pk=order.subject_id)), uk_day(at)
    period = period_of(row)
    if period is None or period.last < today:
        return
    last = max(_year_before(period.last), today)
    _keep(row, row.seats, Period(min(period.first, last), last))
    for membership in _carried(row):
        shorten(membership=membership, last=last, at=at)


def left_unpaid(order: Order, at: datetime) -> None:
    """What an order that was cancelled does: nothing. No seat comes before it is paid."""


def _ready(organisation: Organisation, by: User) -> Organisation:
    row = locked_for(organisation, by)
    if unpaid_order(row):
        raise SeatRefused("An order for seats waits to be paid. Pay it or cancel it first.")
    return row


def _order(
    kind: str,
    row: Organisation,
    by: User,
    seats: int,
    what: str,
    *,
    called: str,
    at: datetime,
    expires_at: datetime | None = None,
) -> Order:
    line = Wanted(PRODUCT, f"{what}, {row.name}"[:LONGEST], quantity=seats)
    title = f"{called}, {row.name}"[:LONGEST]
    return open_order(kind=kind, subject_id=row.pk, person=by, lines=[line], at=at, expires_at=expires_at, title=title)


def _noun(seats: int) -> str:
    return "seat" if seats == 1 else "seats"


def _carried(row: Organisation) -> MembershipQuerySet:
    """The memberships that the organisation's seats pay for."""
    return Membership.objects.filter(seats__in=live_seats(row), basis=Basis.CORPORATE).order_by("pk")


def _begin(row: Organisation, seats: int, *, at: datetime) -> None:
    """A year from today. Who held a seat before is released: that period is over, or was never this one."""
    for seat in live_seats(row).select_related("organisation", "membership"):
        take_back(seat, at=at)
    _keep(row, seats, year_from(uk_day(at)))


def _keep(row: Organisation, seats: int, period: Period) -> None:
    row.seats, row.during = seats, DateRange(period.first, period.last + DAY)
    row.save(update_fields=["seats", "during"])


def _year_before(last: date) -> date:
    return years_after(last + DAY, -1) - DAY
