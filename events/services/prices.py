"""What a place costs a person: the cheapest price that holds for their membership on the day."""

from cmiportal.accounts.models import User
from membership.models import Membership
from membership.workflow import Basis

from ..models import Event, EventPrice

Audience = EventPrice.Audience


def price_for(event: Event, person: User) -> EventPrice | None:
    """The price of one place for this person as they stand today; None where it is free. Two queries at most.

    Membership is looked up with the account; no number that somebody types makes a price.
    """
    prices = list(event.prices.order_by("pence", "audience"))
    if not prices:
        return None
    groups = audiences_of(person) if any(price.audience for price in prices) else {""}
    return next((price for price in prices if price.audience in groups), prices[-1])


def audiences_of(person: User) -> set[str]:
    """For whom the person counts now; one query. A member in grace still is one."""
    held = Membership.objects.held().filter(person=person).first() if person.is_authenticated else None
    if held is None:
        return {Audience.EVERYBODY.value}
    if held.basis == Basis.STUDYING:
        return {Audience.EVERYBODY.value, Audience.STUDYING.value}
    return {Audience.EVERYBODY.value, Audience.MEMBER.value}
