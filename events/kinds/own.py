"""A person's own bookings in the account bar, with what waits for an answer there and on the home page."""

from typing import Any

from django.db.models import Exists, OuterRef

from cmiportal.registry import Entry, NavigationEntry, SessionFact, WorkQueue

from ..models import Booking
from ..querysets.bookings import BookingQuerySet
from ..workflow import BookingState


def ever_booked() -> Exists:
    """Whether an account ever booked an event, as a column over the accounts."""
    return Exists(Booking.objects.filter(person=OuterRef("pk")))


def keep_booked(user: Any, has: bool) -> None:
    """Put what was read with the account where ``has_booked`` looks for it."""
    user._has_booked = has


def has_booked(user: Any) -> bool:
    """Whether the page of the person's own bookings has anything to say."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_has_booked"):
        keep_booked(user, Booking.objects.filter(person=user.pk).exists())
    return user._has_booked


def to_answer(user: Any) -> BookingQuerySet:
    """Places that were offered to the person. What is kept while they pay waits among their orders."""
    rows = Booking.objects.filter(person=user.pk) if has_booked(user) else Booking.objects.none()
    return rows.filter(state=BookingState.OFFERED)


ENTRIES: tuple[Entry, ...] = (
    SessionFact("booked", expression=ever_booked, keep=keep_booked),
    NavigationEntry(
        key="own_bookings",
        label="Your bookings",
        url_name="events:booking_list",
        section="account",
        show=has_booked,
        order=130,
        waiting=to_answer,
    ),
    WorkQueue(
        key="bookings_to_answer",
        label="Places at events that are offered to you",
        url_name="events:booking_list",
        waiting=to_answer,
    ),
)
