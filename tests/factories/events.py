"""Events and bookings; workflow rows are born with their event 0."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from cmiportal.workflow import born
from events import models
from events.models.events import Format, Kind
from events.workflow import EventState

from .qualifications import NOW


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
