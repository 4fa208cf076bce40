"""Events, and bookings in each state, moved there by the services that people use."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from cmiportal.accounts.groups import EVENTS_TEAM
from cmiportal.accounts.models import User
from cmiportal.billing.models import PaymentEvent
from cmiportal.billing.services import payments
from cmiportal.workflow import born
from events import models
from events.models import Booking, Event
from events.models.events import Format, Kind
from events.services import attendance, bookings, changes, line, running
from events.workflow import BookingState, EventState

from .accounts import UserFactory
from .qualifications import NOW

LATER = NOW + timedelta(hours=1)


class RegionFactory(DjangoModelFactory):
    """A region of the United Kingdom."""

    class Meta:
        model = models.Region
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda number: f"region-{number}")
    title = factory.LazyAttribute(lambda region: region.key.replace("-", " ").capitalize())
    position = factory.Sequence(lambda number: number + 1)


class CommunityFactory(DjangoModelFactory):
    """A community."""

    class Meta:
        model = models.Community
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda number: f"community-{number}")
    title = factory.LazyAttribute(lambda community: community.key.replace("-", " ").capitalize())


class TopicFactory(DjangoModelFactory):
    """Something that events are about."""

    class Meta:
        model = models.Topic
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda number: f"topic-{number}")
    title = factory.LazyAttribute(lambda topic: topic.key.replace("-", " ").capitalize())


class SeriesFactory(DjangoModelFactory):
    """A series of events."""

    class Meta:
        model = models.Series
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda number: f"series-{number}")
    title = factory.LazyAttribute(lambda series: series.key.replace("-", " ").capitalize())


class EventFactory(DjangoModelFactory):
    """A free webinar in a month, published, with ten places."""

    class Meta:
        model = models.Event

    slug = factory.Sequence(lambda number: f"leading-through-change-{number}")
    title = "Leading through change"
    strapline = "What to say when nobody knows yet."
    kind = Kind.WEBINAR
    format = Format.ONLINE
    starts_at = NOW + timedelta(days=30)
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2))
    capacity = 10
    state = EventState.PUBLISHED
    created_at = NOW
    published_at = NOW

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return born(model_class(**kwargs), at=NOW)


def priced(event, pence=5_000, **others):
    """The event with a price for everybody, and for others by audience, before VAT of a fifth."""
    for audience, amount in {"": pence, **others}.items():
        models.EventPrice.objects.create(event=event, audience=audience, pence=amount)
    return event


def events_team(**fields: object) -> User:
    """Somebody of the events team."""
    return UserFactory(groups=[EVENTS_TEAM], **fields)


def in_person(**fields: object) -> Event:
    """A workshop in a room."""
    return EventFactory(
        **{"kind": Kind.WORKSHOP, "format": Format.IN_PERSON, "venue": "Calder Rooms", "party_max": 4, **fields}
    )


def full(event: Event, *, at: datetime = NOW) -> Event:
    """The event with all places taken, each by somebody of their own."""
    event.refresh_from_db()
    while event.left:
        confirmed(event, at=at)
        event.refresh_from_db()
    return event


def confirmed(
    event: Event | None = None,
    person: User | None = None,
    *,
    guests: Sequence[str] = (),
    at: datetime = NOW,
    **more: str,
) -> Booking:
    """Somebody who is coming, with these guests; paid by card where it costs something."""
    booking = bookings.book(event=event or EventFactory(), person=person or UserFactory(), guests=guests, at=at, **more)
    return paid(booking, at=at) if booking.state == BookingState.HELD else booking


def held(event: Event | None = None, person: User | None = None, *, at: datetime = NOW, **more: object) -> Booking:
    """Places that are kept while they are paid."""
    return bookings.book(event=event or priced(EventFactory()), person=person or UserFactory(), at=at, **more)


def paid(booking: Booking, *, at: datetime = NOW) -> Booking:
    """The booking after its order was paid."""
    order = booking.order
    payments.record(
        provider="dummy",
        provider_event_id=f"paid-{booking.pk}",
        order=order,
        kind=PaymentEvent.Kind.PAYMENT,
        pence=order.total_pence,
        at=at,
    )
    return fresh(booking)


def waiting(event: Event | None = None, person: User | None = None, *, at: datetime = NOW, **more: object) -> Booking:
    """Somebody in the line of an event whose places are all taken."""
    event = full(event or EventFactory(capacity=1), at=at)
    return bookings.book(event=event, person=person or UserFactory(), wait=True, at=at, **more)


def offered(event: Event | None = None, person: User | None = None, *, at: datetime = NOW) -> Booking:
    """The first in the line, as a place more is there."""
    booking = waiting(event, person, at=at)
    event = booking.event
    line.set_capacity(event=event, capacity=event.capacity + booking.party, by=events_team(), at=at)
    return fresh(booking)


def attended(event: Event | None = None, person: User | None = None, **more: object) -> Booking:
    """Somebody who was there; the event is not over yet."""
    booking = confirmed(event, person, **more)
    return attendance.check_in(booking=booking, by=events_team(), who=None, at=booking.event.starts_at)


def missed(event: Event | None = None, person: User | None = None, **more: object) -> Booking:
    """Somebody who did not come to an event that is over."""
    booking = confirmed(event, person, **more)
    over(booking.event)
    attendance.close_attendance(event=booking.event, by=events_team(), at=booking.event.ends_at)
    return fresh(booking)


def cancelled(event: Event | None = None, person: User | None = None, *, at: datetime = NOW, **more: object) -> Booking:
    """Somebody who does not come after all."""
    booking = confirmed(event, person, at=at, **more)
    return changes.cancel(booking=booking, by=booking.person, at=at)


def over(event: Event) -> Event:
    """The event after its end."""
    running.complete_over(at=event.ends_at)
    return Event.objects.get(pk=event.pk)


def fresh(booking: Booking) -> Booking:
    """The booking as it stands, with its event and person."""
    return Booking.objects.select_related("event", "person", "order").get(pk=booking.pk)


# A booking in each state.
IN_STATE: dict[str, Callable[..., Booking]] = {
    BookingState.HELD: held,
    BookingState.CONFIRMED: confirmed,
    BookingState.WAITLISTED: waiting,
    BookingState.OFFERED: offered,
    BookingState.ATTENDED: attended,
    BookingState.NO_SHOW: missed,
    BookingState.CANCELLED: cancelled,
}
