"""Who came: ticked at the door, as often as a phone sends it; and, once the event is over, who did not.

Everything here holds the lock of the event (see ``places``).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, MoveRefused, move
from membership.models import CpdEntry
from membership.services.cpd.offers import offer, withdraw

from ..models import Booking, Event, Guest
from ..permissions import checks_in
from ..workflow import BookingState, EventState
from .bookings import locked_booking
from .messages import tell
from .places import locked_event

PERSON = 0  # the person who booked, beside the guests, who have numbers from 1
NOT_OF_THE_TEAM = "Only the events team says who came."
NO_PLACE = {
    BookingState.HELD: "This booking is not paid for yet.",
    BookingState.WAITLISTED: "This booking waits in the line: it has no place.",
    BookingState.OFFERED: "This booking was offered a place and has not taken it.",
    BookingState.CANCELLED: "This booking is cancelled.",
}


class CheckInRefused(MoveRefused):
    """Nobody can be ticked there now; the first argument says why."""


@transaction.atomic
def check_in(*, booking: Booking, by: User, at: datetime, who: int | None = PERSON) -> Booking:
    """Somebody is here: the person who booked, a guest by number, or (None) the whole party. Again changes nothing.

    Raises CheckInRefused and MoveNotAllowed.
    """
    row = _at_the_door(booking, by, at=at)
    _guests(row, who).filter(checked_in_at=None).update(checked_in_at=at)
    if not who and row.state != BookingState.ATTENDED:
        move(row, "check_in", actor=by, at=at, checked_in_at=at)
        if row.event.ends_at <= at:
            _thank(row, at=at)
    return row


@transaction.atomic
def undo(*, booking: Booking, by: User, at: datetime, who: int | None = PERSON) -> Booking:
    """Not here after all; again changes nothing. Raises CheckInRefused and MoveNotAllowed.

    An offer of CPD that was not answered yet goes with it: what the person has recorded is theirs.
    """
    row = _at_the_door(booking, by, at=at)
    _guests(row, who).update(checked_in_at=None)
    if not who and row.state == BookingState.ATTENDED:
        move(row, "undo_check_in", actor=by, at=at, checked_in_at=None)
        withdraw(person=row.person, source_key=_source_of(row))
    return row


@transaction.atomic
def close_attendance(*, event: Event, by: User, at: datetime) -> int:
    """Whoever was not ticked did not come; returns how many bookings. Who is ticked later came after all.

    Raises CheckInRefused before the event is over, and MoveNotAllowed.
    """
    row = locked_event(event)
    if not checks_in(by, row):
        raise MoveNotAllowed(NOT_OF_THE_TEAM)
    if row.state == EventState.CANCELLED or row.ends_at > at:
        raise CheckInRefused("Attendance is closed once the event is over.")
    missing = list(Booking.objects.filter(event=row, state=BookingState.CONFIRMED).order_by("pk"))
    for booking in missing:
        booking.event = row
        move(booking, "miss", actor=by, at=at)
    return len(missing)


def conclude(*, event: Event, at: datetime) -> int:
    """Thank those who came, once the event is over, and offer them its CPD; the caller holds the event's lock."""
    came = list(
        Booking.objects.filter(event=event, state=BookingState.ATTENDED).select_related("person").order_by("pk")
    )
    for booking in came:
        booking.event = event
        _thank(booking, at=at)
    return len(came)


def why_not_at_the_door(booking: Booking, *, at: datetime) -> str:
    """Why nobody of this booking can be ticked now, in a sentence; empty where they can."""
    if booking.event.state == EventState.CANCELLED:
        return "This event is cancelled."
    if booking.state == BookingState.CANCELLED:
        return NO_PLACE[BookingState.CANCELLED]
    if at < opens_at(booking.event):
        return f"Check-in opens {settings.EVENT_CHECK_IN_MINUTES} minutes before the event begins."
    return NO_PLACE.get(BookingState(booking.state), "")


def opens_at(event: Event) -> datetime:
    """From when on people are ticked."""
    return event.starts_at - timedelta(minutes=settings.EVENT_CHECK_IN_MINUTES)


def _at_the_door(booking: Booking, by: User, *, at: datetime) -> Booking:
    row = locked_booking(booking)
    if not checks_in(by, row):
        raise MoveNotAllowed(NOT_OF_THE_TEAM)
    if why := why_not_at_the_door(row, at=at):
        raise CheckInRefused(why)
    return row


def _guests(booking: Booking, who: int | None) -> QuerySet[Guest]:
    """The guests that are meant; none has the number of the person who booked."""
    guests = Guest.objects.filter(booking=booking)
    return guests if who is None else guests.filter(number=who)


def _thank(booking: Booking, *, at: datetime) -> None:
    """Tell somebody who came what there is for them, and offer the CPD of the event; once for each booking."""
    event = booking.event
    tell(booking, "event_attended", at=at, key=f"booking:{booking.pk}:attended", minutes=event.cpd_minutes or 0)
    if event.cpd_minutes:
        offer(
            person=booking.person,
            source_key=_source_of(booking),
            title=event.title,
            activity=CpdEntry.Activity.EVENT,
            on=event.starts_at.astimezone(ZoneInfo(event.time_zone)).date(),
            minutes=event.cpd_minutes,
            at=at,
        )


def _source_of(booking: Booking) -> str:
    """By which the offer of CPD knows where it comes from."""
    return f"event:{booking.pk}"
