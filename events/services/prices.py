"""What a place costs a person: the cheapest price that holds for their membership on the day."""

from collections.abc import Collection, Iterable

from cmiportal.accounts.models import User
from cmiportal.billing.models import OrderLine
from membership.models import Membership
from membership.workflow import Basis

from ..models import Booking, Event, EventPrice

Audience = EventPrice.Audience


def price_for(event: Event, person: User) -> EventPrice | None:
    """The price of one place for this person as they stand today; None where it is free. Two queries at most.

    Membership is looked up with the account; no number that somebody types makes a price.
    """
    prices = list(event.prices.all())
    by_group = any(price.audience for price in prices)
    return cheapest(prices, audiences_of(person) if by_group else {Audience.EVERYBODY.value})


def cheapest(prices: Iterable[EventPrice], groups: Collection[str]) -> EventPrice | None:
    """The lowest of an event's prices that is for one of the groups.

    For whom none is the dearest holds, as a price for everybody, which is not kept: nobody has the place as a member
    who is none.
    """
    ordered = sorted(prices, key=lambda price: (price.pence, price.audience))
    found = next((price for price in ordered if price.audience in groups), None)
    if found or not ordered:
        return found
    dearest = ordered[-1]
    return EventPrice(event_id=dearest.event_id, pence=dearest.pence, vat_basis_points=dearest.vat_basis_points)


def price_paid(booking: Booking) -> tuple[int, int] | None:
    """What one place of the booking cost when it was booked, before a code, and its VAT; None where it was free."""
    if booking.order_id is None:
        return None
    # The places are the order's first line, and a code adds others (``bookings``).
    return OrderLine.objects.values_list("unit_pence", "vat_basis_points").get(order=booking.order_id, position=1)


def audiences_of(person: User) -> set[str]:
    """For whom the person counts now; one query. A member in grace still is one.

    Who studies has events at the members' price, or at their own where that is lower (domain.md "Membership").
    """
    held = Membership.objects.held().filter(person=person).first() if person.is_authenticated else None
    if held is None:
        return {Audience.EVERYBODY.value}
    studies = {Audience.STUDYING.value} if held.basis == Basis.STUDYING else set()
    return {Audience.EVERYBODY.value, Audience.MEMBER.value} | studies
