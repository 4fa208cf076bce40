"""Bookings and events as entries of calendars (RFC 5545).

A booking is one entry for good: its ``UID`` is that of the booking, so that cancelling, moving within the series and a
new time change the entry that is there; ``Booking.sequence`` grows with each. What anybody can take from the page of
an event has the event's own ``UID`` and ``sequence``.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.calendars import PAST_SHOWN, Attendee, CalendarEntry, Method, calendar_file

from ..models import Booking, BookingEvent, Event
from ..workflow import BOOKING_COMES, BookingState, EventState


def file_asks(booking: Booking, *, had_place: Callable[[], bool]) -> Method | None:
    """What the file of a booking asks as it stands: to enter the event, or to take it out again.

    None where there is no file: nothing to enter for who waits, nor to take out for who never had a place.
    """
    if booking.state in BOOKING_COMES:
        return Method.REQUEST
    return Method.CANCEL if booking.state == BookingState.CANCELLED and had_place() else None


def file_of(booking: Booking, *, at: datetime) -> tuple[bytes, Method] | None:
    """The file of a booking and what it asks, as ``file_asks``. One query at most."""
    method = file_asks(booking, had_place=booking.events.filter(to_state=BookingState.CONFIRMED).exists)
    if method is None:
        return None
    person = booking.person
    attendee = Attendee(person.name, person.email)
    return calendar_file([entry_of(booking, at=at)], method=method, attendee=attendee), method


def former_file_of(pk: UUID, person: User, *, at: datetime) -> tuple[bytes, Method] | None:
    """What takes a booking out of the calendar of somebody who handed it over, and what it asks; None for others.

    Only who has a booking offers it, so who did and has it no longer once had it. None once it was moved, too: where
    the new person goes is theirs.
    """
    gave = BookingEvent.objects.filter(booking=OuterRef("pk"), action="hand_over", actor=person)
    moved = BookingEvent.objects.filter(booking=OuterRef("pk"), action="move", sequence__gt=OuterRef("gave_at"))
    rows = Booking.objects.alias(gave_at=Subquery(gave.order_by("-sequence").values("sequence")[:1]))
    rows = rows.filter(~Exists(moved), pk=pk, gave_at__isnull=False).exclude(person=person)
    row = rows.select_related("event").first()
    if row is None:
        return None
    entry = replace(entry_of(row, at=at), cancelled=True, url="")  # its page is no longer theirs
    return calendar_file([entry], method=Method.CANCEL, attendee=Attendee(person.name, person.email)), Method.CANCEL


def entry_of(booking: Booking, *, at: datetime) -> CalendarEntry:
    """The event in the calendar of the person who booked it; asks nothing of the database."""
    event = booking.event
    return CalendarEntry(
        uid=f"booking-{booking.pk}",
        sequence=booking.sequence,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        url=reverse("events:booking_detail", args=[booking.pk]),
        place=place_of(booking),
        cancelled=booking.state == BookingState.CANCELLED,
        stamp=at,
    )


def entries_of(person: User, at: datetime) -> list[CalendarEntry]:
    """What the person has places at, and lately had; one query."""
    rows = Booking.objects.coming().filter(person=person, event__ends_at__gt=at - PAST_SHOWN)
    return [entry_of(row, at=at) for row in rows.select_related("event").order_by("event__starts_at", "pk")]


def public_file_of(event: Event, *, at: datetime) -> bytes:
    """The event for anybody's calendar, cancelled where it is."""
    entry = CalendarEntry(
        uid=f"event-{event.pk}",
        sequence=event.sequence,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        url=event.get_absolute_url(),
        place=location_of(event),
        cancelled=event.state == EventState.CANCELLED,
        stamp=at,
    )
    return calendar_file([entry], method=Method.PUBLISH)


def place_of(booking: Booking) -> str:
    """Where the people of a booking are during the event."""
    return "Online" if booking.joins_online else location_of(booking.event)


def location_of(event: Event) -> str:
    """Where it is, in one line: the venue with its address, or online."""
    lines = [event.venue, *event.address.splitlines()] if event.venue else []
    return ", ".join(line.strip() for line in lines if line.strip()) or "Online"
