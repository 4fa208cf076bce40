"""A booking that is cancelled, with or without the money, or moved; who comes with it is changed in ``party``."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import move

from ..models import Booking, Event
from ..permissions import is_of_the_events_team
from ..workflow import BookingState, EventState
from .bookings import locked_booking, why_not_bookable, why_not_for
from .ending import end
from .line import has_places_for, offer_places, step_past
from .messages import tell
from .money import held_of
from .places import give_back as free
from .places import locked_event
from .prices import price_for, price_paid
from .refusals import BookingRefused

BY_PERSON = "You cancelled the booking."
BY_TEAM = "The events team cancelled the booking."
BEGUN = "The event has begun, so the booking stays as it is."


def gets_money_back(booking: Booking, *, by: User, give_back: bool = True, at: datetime) -> bool:
    """Whether cancelling now gives the money back: in good time (EVENT_REFUND_DAYS), or when the team wants it to.

    So does it where the event was called off a moment before, and where a place is not paid whole. Who moves the
    booking when it is too late does not win the time back: a query, where nothing else decides.
    """
    if booking.state == BookingState.HELD or booking.event.state == EventState.CANCELLED:
        return True
    if _is_the_team(by, booking):
        return give_back
    return not is_late(booking.event, at=at) and not moved_late(booking)


def is_late(event: Event, *, at: datetime) -> bool:
    """Whether it is so near that nobody who cancels has the money back."""
    return event.starts_at - at < timedelta(days=settings.EVENT_REFUND_DAYS)


def moved_late(booking: Booking) -> bool:
    """Whether the person moved it here when it was too late to cancel; one query."""
    return booking.events.filter(action="move", data__late=True).exists()


@transaction.atomic
def cancel(
    *,
    booking: Booking,
    by: User,
    because: str = "",
    give_back: bool = True,
    at: datetime,
    moves: int | None = None,
) -> Booking:
    """Cancel a booking with places; they go to the line, the money back by rule, in a moment (``money``).

    What is not paid whole ends with its order, and nobody owes anything. The team may keep what was paid in full
    (``give_back``), but for an event that is called off; of a person's own booking the rule alone decides.

    Raises BookingRefused after the start, but for the team; MoveNotAllowed and StaleMove.
    """
    row = locked_booking(booking)
    by_team = _is_the_team(by, row)
    if row.event.starts_at <= at and not by_team:
        raise BookingRefused(BEGUN)
    held, unpaid = held_of(row), row.state == BookingState.HELD
    goes_back = gets_money_back(row, by=by, give_back=give_back, at=at)
    because = because or (BY_TEAM if by_team else BY_PERSON)
    end(row, "cancel", because=because, by=by, at=at, moves=moves, money=goes_back)
    offer_places(event=row.event, at=at)
    money = ("back" if goes_back else "kept") if held else "unpaid" if unpaid else ""
    tell(row, "booking_cancelled", at=at, because=because, money=money, pence=held - (row.money_due_pence or 0))
    return row


@transaction.atomic
def move_to(*, booking: Booking, event: Event, by: User, at: datetime, moves: int | None = None) -> Booking:
    """Move a confirmed booking to another event of its series, where there is room and the price is what was paid.

    They come as they were to come, online or into the room, where the other event leaves the choice.
    Who moves their own when it is too late to cancel is remembered (``late``, see ``gets_money_back``). Both events are
    locked in the order of their keys. Raises BookingRefused with the reason, MoveNotAllowed and StaleMove.
    """
    events = {row.pk: row for row in map(locked_event, sorted([booking.event, event], key=lambda row: row.pk))}
    row = Booking.objects.select_for_update(of=("self",), no_key=True).get(pk=booking.pk)
    if row.event_id != booking.event_id:
        raise BookingRefused("This booking was moved meanwhile. Open it again.")
    before, after = events[row.event_id], events[event.pk]
    row.event = before
    if why := why_not_movable(row, after, at=at):
        raise BookingRefused(why)
    late = is_late(before, at=at) and not _is_the_team(by, row)
    said = {"from": before.slug, "to": after.slug, **({"late": True} if late else {})}
    moved: dict[str, Any] = {"event": after, "online": row.joins_online, "sequence": row.sequence + 1}
    move(row, "move", actor=by, at=at, moves=moves, data=said, **moved)
    step_past(after, row.party, at=at)
    free(before, row.party)
    offer_places(event=before, at=at)
    former = {"before_starts_at": before.starts_at.isoformat(), "before_time_zone": before.time_zone}
    tell(row, "booking_moved", at=at, before=before.title, **former)
    return row


def why_not_movable(booking: Booking, event: Event, *, at: datetime) -> str:
    """Why the booking cannot be moved to that event, in a sentence; empty where it can."""
    before = booking.event
    if before.pk == event.pk or event.series_id is None or event.series_id != before.series_id:
        return "A booking can be moved to another event of the same series."
    if before.starts_at <= at:
        return BEGUN
    if refused := why_not_bookable(event, at=at) or why_not_for(event, booking.person):
        return refused
    if Booking.objects.live().filter(event=event, person=booking.person_id).exists():
        return "There is a booking for that event already."
    if booking.party > event.party_max or not has_places_for(event, booking.party):
        return "There is no room at that event."
    if price_paid(booking) != _price(event, booking.person):
        return "That event costs something else. Cancel this booking, and book the other."
    return ""


def _price(event: Event, person: User) -> tuple[int, int] | None:
    price = price_for(event, person)
    return (price.pence, price.vat_basis_points) if price else None


def _is_the_team(by: User, booking: Booking) -> bool:
    """Whether somebody of the events team acts on a booking of somebody else."""
    return is_of_the_events_team(by) and booking.person_id != by.pk
