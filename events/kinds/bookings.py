"""What bookings register: messages and what paying does."""

from typing import Any

from django.urls import reverse

from cmiportal.registry import Entry, NotificationKind, OrderKind

from ..services import bookings
from .messages import message

BOOKED = {
    "event": "Leading through change",
    "starts_at": "2026-12-10T09:30:00+00:00",
    "time_zone": "Europe/London",
    "place": "Online",
    "people": 2,
    "path": "/bookings/01890000/",
    "event_path": "/events/leading-through-change/",
}
OFFERED = {**BOOKED, "until": "2026-12-02T09:30:00+00:00"}


def _booker(key: str, label: str, subject: str, example: dict[str, Any] = BOOKED) -> NotificationKind:
    return message(key, label, subject, example, "you booked an event")


MESSAGES = (
    _booker("booking_confirmed", "Booking confirmed", "Your place at {event} is confirmed"),
    _booker("waiting_list_joined", "Waiting list joined", "You are on the waiting list of {event}"),
    _booker("place_offered", "Place offered", "A place at {event} is yours if you take it", OFFERED),
    _booker("offer_lapsed", "Offer over", "The place at {event} went to the next"),
    _booker("line_closed", "Waiting list closed", "No place at {event} came free"),
    _booker("hold_ended", "Place not paid for", "Your place at {event} was not paid for in time"),
)


def _booking_page(order: Any) -> str:
    return reverse("events:booking_detail", args=[order.subject_id])


ORDER = OrderKind(
    key=bookings.ORDER_KIND,
    label="Places at an event",
    paid=bookings.paid,
    cancelled=bookings.unpaid,
    refunded=bookings.unpaid,
    address=_booking_page,
)
ENTRIES: tuple[Entry, ...] = (*MESSAGES, ORDER)
