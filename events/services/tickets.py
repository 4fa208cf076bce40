"""What somebody who booked carries: the QR code that is read at the door, the ticket, the certificate of attendance."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import segno
import typst
from django.conf import settings
from django.urls import reverse

from cmiportal.accounts.clocks import span_words
from cmiportal.documents.typesetting import printable, typeset
from cmiportal.ui.components.words import count_of

from ..models import Booking, Event
from ..workflow import BookingState
from .calendars import place_of

# What a booking has to be for a ticket, and for a certificate.
HAS_TICKET = (BookingState.CONFIRMED, BookingState.ATTENDED)
MINUTES_OF_AN_HOUR = 60


def has_ticket(booking: Booking) -> bool:
    """Whether there is a ticket to show at the door: for a place in the room."""
    return booking.state in HAS_TICKET and not booking.joins_online


def has_certificate(booking: Booking, *, at: datetime) -> bool:
    """Whether there is a certificate of attendance: for who was there, once it is over."""
    return booking.state == BookingState.ATTENDED and booking.event.ends_at <= at


def address_of(booking: Booking) -> str:
    """What the code says: the page of the ticket, which opens for the events team alone."""
    return settings.SITE_URL + reverse("events:ticket_check_in", args=[booking.ticket])


def code_of(booking: Booking) -> str:
    """The code as SVG that scales, black on white in every theme, with the quiet border that scanners need."""
    drawing = io.BytesIO()
    segno.make(address_of(booking), error="m").save(
        drawing, kind="svg", xmldecl=False, omitsize=True, light="#fff", border=4
    )
    return drawing.getvalue().decode()


def ticket_pdf(booking: Booking, *, at: datetime) -> bytes:
    """The ticket on one page, with the code and the names of all who come with it; two queries."""
    event = booking.event
    said = {
        **_said(booking),
        "access_notes": event.access_notes,
        "people": count_of(booking.party, "place,places"),
        "guests": list(booking.guests.values_list("name", flat=True)),
        "verify_url": address_of(booking),
    }
    return _printed("ticket", said, at=at, title="Ticket")


def certificate_pdf(booking: Booking, *, at: datetime) -> bytes:
    """That the person who booked was there, with the CPD of the event."""
    minutes = booking.event.cpd_minutes or 0
    said = {**_said(booking), "cpd": in_hours(minutes) if minutes else "", "kind": booking.event.get_kind_display()}
    return _printed("attendance", said, at=at, title="Certificate of attendance")


def in_hours(minutes: int) -> str:
    """``1 hour``, ``2 hours 30 minutes``.

    >>> in_hours(150), in_hours(60), in_hours(45)
    ('2 hours 30 minutes', '1 hour', '45 minutes')
    """
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in parts if number)


def when_of(event: Event) -> str:
    """``Thursday 10 December 2026, 09:30 to 11:30 GMT``, by the clocks of the place."""
    return span_words(event.starts_at, event.ends_at, ZoneInfo(event.time_zone))


def _said(booking: Booking) -> dict[str, Any]:
    event = booking.event
    return {
        "name": booking.person.name,
        "event": event.title,
        "when": when_of(event),
        "place": place_of(booking),
        "ticket": booking.ticket,
    }


def _printed(template: str, said: Mapping[str, Any], *, at: datetime, title: str) -> bytes:
    """Typeset; letters that no font has are left out, since nobody waits at a door for a better one."""
    try:
        return typeset(template, said, at=at, title=title)
    except typst.TypstError:
        return typeset(template, printable(said)[0], at=at, title=title)
