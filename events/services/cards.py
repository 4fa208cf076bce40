"""Events as lists and pages show them: how booking stands and what a place costs, in words. Asks nothing by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cmiportal.billing.rules.lines import Line
from cmiportal.rules.amounts import pounds
from cmiportal.ui.components.words import count_of

from ..models import Event, EventPrice
from ..models.events import Access, Format
from ..rules.standing import Standing, Times, standing_of
from ..rules.towns import town_of
from .prices import Audience, cheapest

# What is said of each standing, with the state that carries it; where places are left, their number is said.
WORDS = {
    Standing.DRAFT: ("Draft", "neutral"),
    Standing.CANCELLED: ("Cancelled", "negative"),
    Standing.OVER: ("Over", "neutral"),
    Standing.BEGUN: ("Under way", "info"),
    Standing.NOT_OPEN: ("Booking is not open yet", "neutral"),
    Standing.CLOSED: ("Booking is closed", "neutral"),
    Standing.FULL: ("Full, with a waiting list", "attention"),
    Standing.FEW: ("", "attention"),
    Standing.OPEN: ("", "positive"),
}
# Who studies has the members' price, or their own where that is lower.
EVERYBODY = {Audience.EVERYBODY.value}
MEMBERS = EVERYBODY | {Audience.MEMBER.value}
STUDYING = MEMBERS | {Audience.STUDYING.value}


@dataclass(frozen=True)
class Card:
    """An event with what is said of it at a moment."""

    event: Event
    standing: Standing
    word: str
    state: str
    price: str
    has_vat: bool
    place: str


def cards_of(events: Iterable[Event], *, at: datetime) -> list[Card]:
    """The cards of events that were read with their ``prices``."""
    return [card_of(event, at=at) for event in events]


def card_of(event: Event, *, at: datetime) -> Card:
    """The card of an event that was read with its ``prices``."""
    standing, word, state = said_of(event, at=at)
    prices = list(event.prices.all())
    has_vat = any(price.pence and price.vat_basis_points for price in prices)
    return Card(event, standing, word, state, prices_in_words(event), has_vat, place_of(event))


def place_of(event: Event) -> str:
    """The venue and its town in a line, ``Calder Rooms, Leeds, and online``; ``Online`` where there is no venue."""
    if not event.venue:
        return "Online"
    town = town_of(event.address)
    parts = [event.venue, *([town] if town and town not in event.venue else [])]
    return ", ".join([*parts, *(["and online"] if event.format == Format.HYBRID else [])])


def said_of(event: Event, *, at: datetime) -> tuple[Standing, str, str]:
    """How booking stands at a moment, in words, and the state that carries them."""
    times = Times(event.starts_at, event.ends_at, event.opens_at, event.closes_at)
    standing = standing_of(event.state, times, capacity=event.capacity, taken=event.taken, at=at)
    word, state = WORDS[standing]
    left = f"{count_of(event.left, 'place,places')} left"
    return standing, word or left[0].upper() + left[1:], state


def prices_in_words(event: Event) -> str:
    """``Members free, everybody else £25``; with VAT. One price for all is said once."""
    prices = list(event.prices.all())
    for_members = event.access == Access.MEMBERS
    everybody, members, studying = (_pence(prices, groups) for groups in (EVERYBODY, MEMBERS, STUDYING))
    if for_members:
        everybody = members
    if everybody == members == studying:
        whom = "members" if for_members else "everybody"
        return f"{_said(members)} for {whom}".capitalize()
    parts = [("members", members)]
    if studying != members:
        parts.append(("members who study", studying))
    if not for_members:
        parts.append(("everybody else", everybody))
    return ", ".join(f"{whom} {_said(pence)}" for whom, pence in parts).capitalize()


def _pence(prices: list[EventPrice], groups: set[str]) -> int:
    price = cheapest(prices, groups)
    return total_pence(price) if price else 0


def total_pence(price: EventPrice) -> int:
    """What one place costs, VAT included."""
    line = Line("", "", 1, price.pence, price.vat_basis_points)
    return line.net_pence + line.vat_pence


def _said(pence: int) -> str:
    return pounds(pence) if pence else "free"
