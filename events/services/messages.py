"""What people are told of their booking."""

from datetime import datetime

from django.urls import reverse

from cmiportal.notifications.services import notify

from ..models import Booking


def tell(booking: Booking, kind: str, *, at: datetime, **said: object) -> None:
    """Owe the person who booked this message about the move that was just made."""
    event = booking.event
    notify(
        kind=kind,
        key=f"booking:{booking.pk}:{booking.moves}:{kind}",
        recipient=booking.person,
        context={
            "event": event.title,
            "starts_at": event.starts_at.isoformat(),
            "time_zone": event.time_zone,
            "place": event.venue or "Online",
            "people": booking.party,
            "path": reverse("events:booking_detail", args=[booking.pk]),
            "event_path": event.get_absolute_url(),
            **said,
        },
        at=at,
    )
