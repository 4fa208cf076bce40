"""Everybody booked or waiting is told where time or place of an event change, and their calendars with them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from cmiportal.notifications.services import notify_found

from ..models import Booking, Event
from ..models.events import Format
from ..querysets.bookings import BookingQuerySet
from ..workflow import BOOKING_OPEN, EventState
from .calendars import location_of
from .options import opens_at

CHANGED, JOINING_LINK = "event_changed", "event_joining_link"
NO_BOOKING = UUID(int=0)


@dataclass(frozen=True)
class Known:
    """What people know of when and where an event is: kept before it changes, so that they are told what was before.

    Whether one can be there online belongs to it: whoever meant to join so learns that there is only the room.
    """

    starts_at: datetime
    ends_at: datetime
    place: str
    time_zone: str = field(compare=False)  # how a moment is said, not when it is

    @classmethod
    def of(cls, event: Event) -> "Known":
        """As the event stands."""
        online_too = ", and online" if event.format == Format.HYBRID else ""
        return cls(event.starts_at, event.ends_at, location_of(event) + online_too, event.time_zone)


@transaction.atomic
def tell_change(*, event: Event, before: Known, at: datetime) -> int:
    """Tell everybody booked or waiting of a new time or place; returns how many messages are owed.

    The caller holds the event's lock and has made the move ``change``, which lets ``sequence`` grow. Two statements,
    however many people: each booking's calendar entry becomes a newer one, and each person is owed a message. Where
    time and place are what they were nobody is told anything.
    """
    now = Known.of(event)
    if now == before:
        return 0
    Booking.objects.filter(event=event, state__in=BOOKING_OPEN).update(sequence=F("sequence") + 1)
    said = {
        "event": event.title,
        "starts_at": now.starts_at.isoformat(),
        "ends_at": now.ends_at.isoformat(),
        "time_zone": now.time_zone,
        "place": now.place,
        "before_starts_at": before.starts_at.isoformat(),
        "before_ends_at": before.ends_at.isoformat(),
        "before_time_zone": before.time_zone,
        "before_place": before.place,
    }
    return notify_found(
        kind=CHANGED,
        people="person_id",
        # A booking may be moved to another event, whose changes are counted by themselves.
        key=Concat(Value(f"event-change:{event.pk}:{event.sequence}:"), Cast("pk", CharField())),
        context={**{name: Value(text) for name, text in said.items()}, "path": path_of("pk")},
        found=concerned(event).order_by("pk"),
        at=at,
    )


def concerned(event: Event) -> BookingQuerySet:
    """The bookings whose people learn of a change: who comes, is offered a place or waits, with an account."""
    return Booking.objects.filter(event=event, state__in=BOOKING_OPEN, person__is_active=True)


@transaction.atomic
def tell_joining_link(*, event: Event, at: datetime) -> int:
    """Tell who has a place of another joining link, once the last reminder may have brought the one before.

    From the moment at which the page shows it until the event is over; earlier nobody had one. Returns how many
    messages are owed. The caller holds the event's lock.
    """
    is_online = event.format != Format.IN_PERSON and event.joining_url
    if not is_online or event.state != EventState.PUBLISHED or not opens_at(event) <= at < event.ends_at:
        return 0
    return notify_found(
        kind=JOINING_LINK,
        people="person_id",
        key=Concat(Value(f"event-joining:{event.pk}:{at.isoformat()}:"), Cast("pk", CharField())),
        context={"event": Value(event.title), "joining_url": Value(event.joining_url), "path": path_of("pk")},
        found=Booking.objects.coming().filter(event=event, person__is_active=True).order_by("pk"),
        at=at,
    )


def path_of(column: str) -> Concat:
    """The page of the booking whose key is in that column, as an expression."""
    start, end = reverse("events:booking_detail", args=[NO_BOOKING]).split(str(NO_BOOKING))
    return Concat(Value(start), Cast(column, CharField()), Value(end))
