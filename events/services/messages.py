"""What people are told of their booking."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.notifications.services import Owed, notify, notify_many

from ..models import Booking


def tell(booking: Booking, kind: str, *, at: datetime, key: str = "", **said: object) -> None:
    """Owe the person who booked this message about the move that was just made; ``key`` where it comes once for all."""
    notify(
        kind=kind,
        key=key or _key(booking, kind),
        recipient=booking.person,
        context=_context(booking, said),
        at=at,
    )


def tell_each(bookings: Iterable[Booking], kind: str, *, at: datetime, **said: object) -> None:
    """The same to many, read with their people; once for each until their booking moves again."""
    owed = [Owed(key=_key(row, kind), recipient=row.person, context=_context(row, said)) for row in bookings]
    notify_many(kind=kind, owed=owed, at=at)


def _key(booking: Booking, kind: str) -> str:
    return f"booking:{booking.pk}:{booking.moves}:{kind}"


def _context(booking: Booking, said: dict[str, object]) -> dict[str, Any]:
    event = booking.event
    return {
        "event": event.title,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "time_zone": event.time_zone,
        "place": "Online" if booking.joins_online else event.venue,
        "people": booking.party,
        "path": reverse("events:booking_detail", args=[booking.pk]),
        "event_path": event.get_absolute_url(),
        **said,
    }
