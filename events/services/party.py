"""Who comes with a booking, how they come, and what they need: changed by the person who booked, or by the team."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import move

from ..models import Booking, Event, Guest
from ..workflow import BookingState
from .bookings import locked_booking, most_sentence, why_not_bookable
from .changes import BEGUN, gets_money_back
from .line import has_places_for, offer_places, step_past
from .money import held_of
from .places import give_back
from .prices import price_for
from .refusals import BookingRefused

WAITS_FOR_MORE = "To be more, leave the waiting list and join it again together: you then stand at its end."
COSTS_MORE = (
    "A further place has to be paid for, and this booking is paid. Your guest can book a place of their own; or cancel"
    " this booking, and book again for all of you."
)
NO_ROOM = "There is no room for more people at this event."


@transaction.atomic
def change(
    *,
    booking: Booking,
    by: User,
    guests: Sequence[str],
    access_needs: str | None = None,
    diet: str | None = None,
    online: bool | None = None,
    at: datetime,
    moves: int | None = None,
) -> Booking:
    """Other guests, needs and way of coming; what is None stays as it is.

    ``guests`` are the names in the order in which the guests are kept: an empty one takes that guest off, whose place
    goes to the line and whose money goes back by the rule for cancelling; names after them are guests who come too,
    where there is room and nothing to pay. Who waits keeps the place in the line, as long as they are no more.

    Raises BookingRefused after the start and where more cannot come, MoveNotAllowed and StaleMove.
    """
    row = locked_booking(booking)
    if row.event.starts_at <= at:
        raise BookingRefused(BEGUN)
    more = 1 + sum(map(bool, guests)) - row.party
    if refused := why_not_more(row, more, at=at):
        raise BookingRefused(refused)
    said: dict[str, Any] = {"party": row.party + more, **_money(row, more, by=by, at=at)}
    said |= _way(row, online)
    said |= {"access_needs": _said(access_needs, row.access_needs), "diet": _said(diet, row.diet)}
    if said["online"] and row.event.is_joined_online(online=True):
        said["diet"] = ""
    waits = row.state == BookingState.WAITLISTED
    data = {"people": row.party + more} if more else {}
    move(row, "change_in_line" if waits else "change", actor=by, at=at, moves=moves, data=data, **said)
    _name(row, guests)
    _places(row.event, 0 if waits else more, at=at)
    if more < 0:
        offer_places(event=row.event, at=at)
    return row


def why_not_more(booking: Booking, more: int, *, at: datetime) -> str:
    """Why so many more people cannot come with it, in a sentence; empty where they can, or are no more."""
    if more <= 0:
        return ""
    if booking.state == BookingState.WAITLISTED:
        return WAITS_FOR_MORE
    if booking.party + more > booking.event.largest_party:
        return most_sentence(booking.event)
    if refused := why_not_bookable(booking.event, at=at):
        return f"{refused} Nobody can be added."
    if booking.order_id or price_for(booking.event, booking.person):
        return COSTS_MORE
    return "" if has_places_for(booking.event, more) else NO_ROOM


def room_for_more(booking: Booking, *, at: datetime) -> tuple[int, str]:
    """How many more can come with it, or why nobody can; three queries at most."""
    if refused := why_not_more(booking, 1, at=at):
        return 0, refused
    return min(booking.event.left, booking.event.largest_party - booking.party), ""


def _money(booking: Booking, more: int, *, by: User, at: datetime) -> dict[str, Any]:
    """What goes back for those who are taken off, in equal shares of what is held; seen to in a moment (``money``)."""
    if more >= 0 or booking.state != BookingState.CONFIRMED or not gets_money_back(booking, by=by, at=at):
        return {}
    due = booking.money_due_pence or 0
    share = (held_of(booking) - due) * -more // booking.party
    return {"money_due_pence": due + share, "money_due_at": booking.money_due_at or at} if share else {}


def _way(booking: Booking, online: bool | None) -> dict[str, Any]:
    """How they come; where another way is another place for calendars, their entry becomes a newer one."""
    if online is None or online == booking.online:
        return {"online": booking.online}
    return {"online": online, "sequence": booking.sequence + 1}


def _said(new: str | None, before: str) -> str:
    return before if new is None else new.strip()


def _name(booking: Booking, names: Sequence[str]) -> None:
    """Keep the guests by these names; whoever stays has been ticked at the door, or not, as before."""
    ticked = list(booking.guests.values_list("checked_in_at", flat=True))
    ticked += [None] * (len(names) - len(ticked))
    kept = [(name, at) for name, at in zip(names, ticked, strict=False) if name]
    booking.guests.all().delete()
    Guest.objects.bulk_create(
        Guest(booking=booking, number=number, name=name, checked_in_at=at) for number, (name, at) in enumerate(kept, 1)
    )


def _places(event: Event, more: int, *, at: datetime) -> None:
    if more > 0:
        step_past(event, more, at=at)
    elif more < 0:
        give_back(event, -more)
