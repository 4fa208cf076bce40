"""What the events team does with an event: published, changed, cancelled, over."""

from datetime import datetime

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import move

from ..models import Booking, Event
from ..workflow import BOOKING_OPEN, EventState
from .attendance import conclude
from .bookings import locked_booking
from .editing import ChangeRefused
from .ending import end
from .line import IN_LINE, Said, close_line, note
from .messages import tell
from .money import held_of
from .places import locked_event

CANCELLED = "The event is cancelled."


@transaction.atomic
def publish(*, event: Event, by: User, at: datetime, moves: int | None = None) -> Event:
    """Show a draft to everybody; booking opens when it says.

    Raises ChangeRefused for one that would have begun, as a copy that still has its former date; MoveNotAllowed and
    StaleMove.
    """
    row = locked_event(event)
    if row.state == EventState.DRAFT and row.starts_at <= at:
        raise ChangeRefused("This event would have begun already. Give it a time to come, then publish it.")
    return move(row, "publish", actor=by, at=at, moves=moves, published_at=at)


@transaction.atomic
def cancel_event(*, event: Event, by: User, reason: str, at: datetime, moves: int | None = None) -> Event:
    """Call the event off. Whoever booked is told by ``call_off``, booking by booking, and paid back by ``money``.

    So is whoever was ticked already: the door opens before the event. Raises ChangeRefused for one that is over, at
    which people were; MoveNotAllowed and StaleMove.
    """
    row = locked_event(event)
    if row.state == EventState.PUBLISHED and row.ends_at <= at:
        raise ChangeRefused("This event is over, so it can no longer be cancelled.")
    return move(row, "cancel", actor=by, at=at, moves=moves, data={"reason": reason}, sequence=row.sequence + 1)


def call_off(*, at: datetime) -> int:
    """End the open bookings of cancelled events, each by itself, so that a stopped run goes on; returns how many."""
    rows = Booking.objects.filter(event__state=EventState.CANCELLED, state__in=BOOKING_OPEN)
    return sum(_call_off(booking, at=at) for booking in rows.order_by("pk").select_related("event"))


def complete_over(*, at: datetime) -> int:
    """Events whose end is past are over, and whoever came is thanked; returns how many."""
    return sum(_complete(event, at=at) for event in Event.objects.over(at=at).order_by("pk"))


@transaction.atomic
def _call_off(booking: Booking, *, at: datetime) -> int:
    row = locked_booking(booking)
    if row.state not in BOOKING_OPEN or row.event.state != EventState.CANCELLED:
        return 0  # another worker was first, or the booking was moved in time
    waited, held = row.state in IN_LINE, held_of(row)
    end(row, "call_off", because=CANCELLED, at=at, money=True)
    if waited:
        note(row, Said.CLOSED, at=at)
    tell(row, "event_cancelled", at=at, reason=_reason(row.event), back_pence=held)
    return 1


def _reason(event: Event) -> str:
    """What the team said when it called the event off."""
    return event.events.filter(action="cancel").values_list("data__reason", flat=True).last() or ""


@transaction.atomic
def _complete(event: Event, *, at: datetime) -> int:
    row = locked_event(event)
    if row.state != EventState.PUBLISHED or row.ends_at > at:
        return 0
    close_line(event=row, at=at)
    move(row, "complete", at=at)
    conclude(event=row, at=at)
    return 1
