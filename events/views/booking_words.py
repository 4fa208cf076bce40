"""How states, moves and prices of a booking are said to the person who made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.rules.lines import Line
from cmiportal.billing.workflow import OrderState
from cmiportal.rules.amounts import pounds
from cmiportal.ui.components.words import count_of, moment

from ..models import Booking, Event, EventPrice, LineDecision
from ..services.bookings import NOT_PAID
from ..services.changes import gets_money_back, is_late
from ..services.line import Said, in_words
from ..services.money import held_of
from ..services.options import hold_is_over
from ..workflow import BookingState

B = BookingState
ON_ITS_WAY = "goes back in the way in which you paid it. On a card it shows within ten days."
WENT_BACK = "went back in the way in which you paid it. On a card it shows within ten days."
TAGS = {
    B.HELD: ("To be paid", "attention"),
    B.CONFIRMED: ("Confirmed", "positive"),
    B.WAITLISTED: ("On the waiting list", "info"),
    B.OFFERED: ("Offered to you", "attention"),
    B.ATTENDED: ("You were there", "positive"),
    B.NO_SHOW: ("You were not seen there", "neutral"),
    B.CANCELLED: ("Cancelled", "negative"),
}
NOT_IN_TIME = ("Not paid in time", "negative")
MARKS = {B.CONFIRMED: "positive", B.ATTENDED: "positive", B.CANCELLED: "negative"}
BEGAN = {
    B.HELD: "Booked, to be paid",
    B.CONFIRMED: "Booked",
    B.WAITLISTED: "Joined the waiting list",
}
SAID = {
    "pay": "Paid, so it is yours",
    "release": "Not paid for in time",
    "offer": "Offered to you",
    "accept": "Taken by you",
    "accept_to_pay": "Taken by you, to be paid",
    "decline": "Left to others",
    "lapse": "The offer ended, as it was not taken in time",
    "leave": "Left the waiting list",
    "cancel": "Cancelled",
    "move": "Moved to another event of the series",
    "hand_over": "Offered to somebody who comes instead",
    "take_over": "Taken over",
    "change": "Guests or needs changed",
    "change_in_line": "Guests or needs changed",
    "refund": "Money returned, so it ended",
    "call_off": "The event was cancelled",
    "close": "The event began",
    "check_in": "Checked in",
    "undo_check_in": "Check-in taken back",
    "miss": "Not seen at the event",
}
# Of an order of nothing, such as of a member who comes free: it is paid at once, and nobody paid.
SAID_OF_NOTHING = {"create": "Booked", "accept_to_pay": "Taken by you", "pay": "Nothing to pay, so it is yours"}
FOR_WHOM = {
    EventPrice.Audience.EVERYBODY: "the price for everybody",
    EventPrice.Audience.MEMBER: "the price for members",
    EventPrice.Audience.STUDYING: "the price for studying members",
}


@dataclass(frozen=True)
class Told:
    """A line of the booking's timeline; the mark is ``positive``, ``negative``, or that of all else."""

    words: str
    at: datetime
    mark: str = ""


def tag_of(booking: Booking, *, at: datetime) -> tuple[str, str]:
    """The tag of a booking that was read with its order; a hold that is over reads so at once, swept up or not."""
    return NOT_IN_TIME if hold_is_over(booking, at=at) else TAGS[B(booking.state)]


def story_of(booking: Booking, events: Iterable[Any], decisions: Iterable[LineDecision]) -> list[Told]:
    """What happened to the booking, the latest first; being passed over in the line belongs to it, with the reason."""
    told = [Told(_words_of(event, booking), event.at, MARKS.get(B(event.to_state), "")) for event in events]
    told += [Told(in_words(one, party=booking.party), one.at) for one in decisions if one.outcome == Said.TOO_FEW]
    # Of two moves at one moment, such as of a booking that is paid at once, the later one comes first, too.
    return sorted(told, key=lambda line: line.at)[::-1]


def price_in_words(price: EventPrice | None) -> str:
    """``£60 for each place, £50 and VAT of £10: the price for members``."""
    if price is None or not price.pence:
        return "Free"
    line = Line("", "", 1, price.pence, price.vat_basis_points)
    vat = f", {pounds(line.net_pence)} and VAT of {pounds(line.vat_pence)}" if line.vat_pence else ""
    whose = FOR_WHOM[EventPrice.Audience(price.audience)]
    return f"{pounds(line.net_pence + line.vat_pence)} for each place{vat}: {whose}"


def costs_something(price: EventPrice | None) -> bool:
    """Whether there is anything to pay."""
    return price is not None and price.pence > 0


def total_in_words(price: EventPrice | None, people: int) -> str:
    """``£120 for two people``, before a discount code."""
    if price is None or not price.pence:
        return ""
    line = Line("", "", people, price.pence, price.vat_basis_points)
    return f"{pounds(line.net_pence + line.vat_pence)} for {count_of(people, 'person,people')}"


def terms_in_words(event: Event, *, at: datetime) -> str:
    """Until when cancelling gives the money back, and what there is to do after that."""
    days = settings.EVENT_REFUND_DAYS
    if is_late(event, at=at):
        return (
            f"The event is less than {days} days away, so nothing of what you pay comes back if you cancel. You can"
            " hand the booking over to somebody."
        )
    until = moment(timezone.localtime(event.starts_at - timedelta(days=days)))
    return (
        f"Cancel by {until} and you get back all that you paid. After that nothing comes back, but you can hand the"
        " booking over to somebody. If we cancel the event, you get everything back."
    )


def what_went_back(booking: Booking) -> str:
    """What of the money of a booking that ended, or lost a guest, is on its way back; empty where nothing is.

    Two queries at most, where something may be.
    """
    order = own_order(booking)
    if order is None:
        return ""
    if booking.money_due_at and (pence := booking.money_due_pence or held_of(booking)):
        return f"{pounds(pence)} {ON_ITS_WAY}"
    if order.state == OrderState.REFUNDED:
        return f"{pounds(order.total_pence)} {WENT_BACK}"
    return ""


def own_order(booking: Booking) -> Order | None:
    """The order of the booking where the person pays it; that of whoever handed a booking over stays theirs."""
    order = booking.order
    return order if order and order.person_id == booking.person_id else None


def what_comes_back(booking: Booking, *, by: User, at: datetime) -> str:
    """What of the money comes back where the booking is cancelled now, said before it is; two queries at most."""
    held = held_of(booking)
    if not held and booking.state == B.HELD:
        return (
            "Nothing is paid for it, so you owe nothing: the order ends, and so does an invoice that was made for it."
        )
    if not held:
        return "You have paid nothing for it, so nothing has to come back."
    in_time, own = gets_money_back(booking, by=by, at=at), own_order(booking) is not None
    if in_time and own:
        return f"You get back what you paid, {pounds(held)}, in the way in which you paid it."
    if in_time:
        return f"What was paid, {pounds(held)}, goes back to whoever paid it."
    days = settings.EVENT_REFUND_DAYS
    late = f"The event is less than {days} days away"
    if not is_late(booking.event, at=at):
        late = f"The booking was moved when its former event was less than {days} days away"
    return (
        f"{late}, so the {pounds(held)} that {'you' if own else 'somebody'} paid do"
        " not come back."
        " Instead you can hand the booking over to somebody."
    )


def _words_of(event: Any, booking: Booking) -> str:
    if event.action == "release" and booking.because == NOT_PAID["cancel"]:
        return "Order cancelled by you"
    if booking.order and not booking.order.total_pence and event.to_state in (B.HELD, B.CONFIRMED):
        return SAID_OF_NOTHING.get(event.action) or SAID[event.action]
    return BEGAN[B(event.to_state)] if event.action == "create" else SAID[event.action]
