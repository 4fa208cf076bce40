"""A booking that changes after it was made: cancelled with or without the money, or moved within its series."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.amounts import received
from cmiportal.billing.services.locking import locked as locked_order
from cmiportal.billing.services.refunds import give_back as give_money_back
from cmiportal.billing.workflow import OrderState
from cmiportal.workflow import move

from ..models import Booking, Event
from ..permissions import is_of_the_events_team
from .bookings import free, locked_booking, why_not_bookable
from .line import has_places_for, offer_places
from .messages import tell
from .places import give_back, locked_event, take
from .prices import price_for
from .refusals import BookingRefused

BY_PERSON = "You cancelled the booking."
BY_TEAM = "The events team cancelled the booking."


def gets_money_back(booking: Booking, *, by: User, at: datetime) -> bool:
    """Whether cancelling now gives the money back: in good time (EVENT_REFUND_DAYS), or when the team cancels."""
    in_time = booking.event.starts_at - at >= timedelta(days=settings.EVENT_REFUND_DAYS)
    return in_time or (is_of_the_events_team(by) and booking.person_id != by.pk)


@transaction.atomic
def cancel(*, booking: Booking, by: User, at: datetime, moves: int | None = None) -> Booking:
    """Cancel a confirmed booking; its places go to the line, the money back by rule. Raises MoveNotAllowed, StaleMove.

    Locks the order first (see ``places``), because giving money back moves it.
    """
    order = locked_order(booking.order) if booking.order else None
    row = locked_booking(booking)
    refunds = gets_money_back(row, by=by, at=at)
    because = BY_PERSON if by.pk == row.person_id else BY_TEAM
    move(row, "cancel", actor=by, at=at, moves=moves, because=because, sequence=row.sequence + 1)
    free(row, at=at)
    back = refund_whole(order, because, at=at) if order and refunds else 0
    tell(row, "booking_cancelled", at=at, because=because, back_pence=back)
    return row


@transaction.atomic
def move_to(*, booking: Booking, event: Event, by: User, at: datetime, moves: int | None = None) -> Booking:
    """Move a confirmed booking to another event of its series, where there is room and the price is the same.

    Locks both events in the order of their keys. Raises BookingRefused with the reason, MoveNotAllowed and StaleMove.
    """
    events = {row.pk: row for row in _locked_both(booking.event, event)}
    row = locked_booking(booking)
    before, after = events[row.event_id], events[event.pk]
    row.event = before
    if why := why_not_movable(row, after, at=at):
        raise BookingRefused(why)
    move(
        row,
        "move",
        actor=by,
        at=at,
        moves=moves,
        data={"from": before.slug, "to": after.slug},
        event=after,
        sequence=row.sequence + 1,
    )
    take(after, row.party)
    give_back(before, row.party)
    offer_places(event=before, at=at)
    tell(row, "booking_moved", at=at, before=before.title, before_starts_at=before.starts_at.isoformat())
    return row


def why_not_movable(booking: Booking, event: Event, *, at: datetime) -> str:
    """Why the booking cannot be moved to that event, in a sentence; empty where it can."""
    before = booking.event
    if before.pk == event.pk or event.series_id is None or event.series_id != before.series_id:
        return "A booking can be moved to another event of the same series."
    if before.starts_at <= at:
        return "The event has begun, so the booking stays where it is."
    if closed := why_not_bookable(event, at=at):
        return closed
    if Booking.objects.live().filter(event=event, person=booking.person_id).exists():
        return "You have a booking for that event already."
    if booking.party > event.party_max or not has_places_for(event, booking.party):
        return "There is no room for you at that event."
    if _price(before, booking.person) != _price(event, booking.person):
        return "That event costs something else. Cancel this booking, and book the other."
    return ""


def _price(event: Event, person: User) -> tuple[int, int] | None:
    price = price_for(event, person)
    return (price.pence, price.vat_basis_points) if price else None


def _locked_both(*events: Event) -> Iterable[Event]:
    return [locked_event(event) for event in sorted(events, key=lambda event: event.pk)]


def refund_whole(order: Order, because: str, *, at: datetime) -> int:
    """Give all back that is held of a paid order; returns the pence."""
    held = received(order) if order.state == OrderState.PAID else 0
    if held > 0:
        give_money_back(order=order, pence=held, reason=because, at=at)
    return held
