"""What bookings register: messages, what paying does, and the link with which one is taken over."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from cmiportal.registry import Entry, LinkAction, NotificationKind, OrderKind

from ..models import Booking
from ..services import bookings, hand_over
from .messages import message

BOOKED = {
    "event": "Leading through change",
    "starts_at": "2026-12-10T09:30:00+00:00",
    "ends_at": "2026-12-10T11:30:00+00:00",
    "time_zone": "Europe/London",
    "place": "Online",
    "people": 2,
    "path": "/bookings/01890000/",
    "event_path": "/events/leading-through-change/",
}
OFFERED = {**BOOKED, "until": "2026-12-02T09:30:00+00:00"}
ENDED = {**BOOKED, "because": "The places were not paid for in time."}
CANCELLED = {**BOOKED, "because": "You cancelled the booking.", "money": "back", "pence": 3_000}
LESS = {**BOOKED, "guest": "Ada Byrne", "because": "You asked us to by telephone.", "back": True}
FORMER = {"before_starts_at": "2026-12-03T09:30:00+00:00", "before_time_zone": "Europe/London"}
MOVED = {**BOOKED, "before": "Leading through change", **FORMER}
HANDED_OVER = {**BOOKED, "file_path": "/bookings/01890000/event.ics"}
TO_TAKE_OVER = {
    "event": "Leading through change",
    "starts_at": "2026-12-10T09:30:00+00:00",
    "ends_at": "2026-12-10T11:30:00+00:00",
    "time_zone": "Europe/London",
    "place": "Online",
    "until": "2026-12-05T09:30:00+00:00",
    "path": "/links/AbCdEf/",
}


def _booker(key: str, label: str, subject: str, example: dict[str, Any] = BOOKED, **more: bool) -> NotificationKind:
    return message(key, label, subject, example, "you booked an event", **more)


MESSAGES = (
    _booker("booking_confirmed", "Booking confirmed", "Your place at {event} is confirmed"),
    _booker("booking_to_pay", "Booked for you, to be paid", "Pay for your place at {event}", OFFERED),
    _booker("guest_taken_off", "Guest taken off", "One guest less in your booking of {event}", LESS),
    _booker("waiting_list_joined", "Waiting list joined", "You are on the waiting list of {event}"),
    _booker("place_offered", "Place offered", "A place at {event} is yours if you take it", OFFERED),
    _booker("offer_lapsed", "Offer over", "Your offer of a place at {event} is over"),
    _booker("passed_over", "Passed over on a waiting list", "Why you still wait for {event}", service=False),
    _booker("line_closed", "Waiting list closed", "The waiting list of {event} is closed"),
    _booker("hold_ended", "Place not paid for", "Your place at {event} was not paid for", ENDED),
    _booker("booking_cancelled", "Booking cancelled", "Your booking of {event} is cancelled", CANCELLED),
    _booker("booking_moved", "Booking moved", "You are now booked on {event}", MOVED),
    _booker("booking_handed_over", "Booking handed over", "Your booking of {event} was taken over", HANDED_OVER),
    message(
        "booking_offered_to_you",
        "Booking offered",
        "Somebody offers you a place at {event}",
        TO_TAKE_OVER,
        "somebody who cannot come to an event gave your address to us",
        secret=True,
        by_name=False,
    ),
)


def _booking_page(order: Any) -> str:
    """The booking, or the payer's own bookings where somebody else has taken it over."""
    if Booking.objects.filter(pk=order.subject_id, person=order.person_id).exists():
        return reverse("events:booking_detail", args=[order.subject_id])
    return reverse("events:booking_list")


def _start(order: Any) -> datetime:
    """When the event of the order begins."""
    return Booking.objects.values_list("event__starts_at", flat=True).get(pk=order.subject_id)


ORDER = OrderKind(
    key=bookings.ORDER_KIND,
    label="Places at an event",
    paid=bookings.paid,
    cancelled=bookings.unpaid,
    refunded=bookings.refunded,
    address=_booking_page,
    until=_start,
)
TAKE_OVER = LinkAction(
    hand_over.PURPOSE,
    label="Take a booking over",
    days=settings.EVENT_HAND_OVER_DAYS,
    form="events.forms.hand_over.TakeOverForm",
    template="events/bookings/take_over.html",
    load=hand_over.booking_to_take_over,
    describe=hand_over.shown_to_receiver,
    perform=hand_over.take_over_by_link,
)
ENTRIES: tuple[Entry, ...] = (*MESSAGES, ORDER, TAKE_OVER)
