"""An organisation's row locked, its period, and how many of its seats are taken.

Lock order: the links of a seat, the organisation, the person's account, the membership. Nobody is invited, released,
accepted or paid for without the organisation's row, so that no more seats are given than were bought.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from cmiportal.accounts.models import User
from cmiportal.accounts.services import accounts_of
from cmiportal.billing.models import Order
from cmiportal.workflow import MoveRefused

from ...models import Organisation, OrganisationStaff, Seat
from ...rules.periods import Period, grace_ends

ORDER_KIND = "seats"
RENEWAL_KIND = "seat_renewal"
PRODUCT = "corporate-seat"


class SeatRefused(MoveRefused):
    """The seat cannot be bought, given, taken or released like that; the first argument says why."""


def locked(organisation: Organisation) -> Organisation:
    """The organisation read afresh with its row locked."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def locked_for(organisation: Organisation, by: User) -> Organisation:
    """The same for somebody who acts for it; raises SeatRefused for others."""
    row = locked(organisation)
    if not OrganisationStaff.objects.filter(organisation=row, user=by).exists():
        raise SeatRefused("You do not act for this organisation.")
    return row


def period_of(organisation: Organisation) -> Period | None:
    """The days for which seats were bought, the last ones if they are over."""
    during = organisation.during
    return during and Period(during.lower, during.upper - timedelta(days=1))


def runs(organisation: Organisation, *, on: date) -> bool:
    """Whether seats were bought for that day."""
    period = period_of(organisation)
    return period is not None and period.first <= on <= period.last


def renewal_opens(organisation: Organisation) -> date | None:
    """The first day on which another year can be bought; None before any seats were."""
    period = period_of(organisation)
    return period.last - timedelta(days=settings.RENEWAL_OPENS_DAYS) if period else None


def renews(organisation: Organisation, *, on: date) -> bool:
    """Whether another year can be bought on that day: from some weeks before the end until grace is over."""
    period, opens = period_of(organisation), renewal_opens(organisation)
    if period is None or opens is None:
        return False
    return opens <= on <= grace_ends(period.last, settings.MEMBERSHIP_GRACE_DAYS)


def live_seats(organisation: Organisation) -> QuerySet[Seat]:
    """Seats that were given and not released."""
    return Seat.objects.filter(organisation=organisation, released_at=None)


def unpaid_order(organisation: Organisation) -> Order | None:
    """The order for seats that waits to be paid."""
    kinds = [ORDER_KIND, RENEWAL_KIND]
    return Order.objects.unpaid().filter(kind__in=kinds, subject_id=organisation.pk).first()


def seats_in(order: Order) -> int:
    """How many seats an order is for."""
    return sum(line.quantity for line in order.lines.filter(product=PRODUCT, unit_pence__gte=0))


def places(organisation: Organisation) -> int:
    """How many people may hold a seat: as many as were bought, and no more than a renewal that waits is for."""
    order = unpaid_order(organisation)
    if order is None or order.kind != RENEWAL_KIND:
        return organisation.seats
    return min(organisation.seats, seats_in(order))


def account_of(email: str) -> User | None:
    """The account with that address, in any case, if its person may sign in."""
    account = accounts_of([email]).get(email.lower())
    return account if account and account.is_active else None
