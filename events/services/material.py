"""Slides and recording of an event that is over, and who may have them."""

from datetime import datetime
from typing import Any

from ..models import Booking, Event
from ..models.events import Access
from ..permissions import is_of_the_events_team
from ..workflow import BookingState
from .prices import Audience, audiences_of

SLIDES = "event_slides"  # their kind among stored files
HAD_A_PLACE = (BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.NO_SHOW)


def sees_material(event: Event, person: Any, *, at: datetime) -> bool:
    """Whether the person may have slides and recording: after the event, whoever had a place.

    Of an event that costs nobody anything also whoever it was open to and has signed in. Three queries at most.
    """
    if not person.is_authenticated or event.ends_at > at:
        return False
    had_a_place = Booking.objects.filter(event=event, person=person, state__in=HAD_A_PLACE)
    if is_of_the_events_team(person) or had_a_place.exists():
        return True
    if any(price.pence for price in event.prices.all()):
        return False
    return event.access == Access.EVERYBODY or audiences_of(person) != {Audience.EVERYBODY.value}


def may_open_slides(person: Any, file: Any, *, at: datetime) -> bool:
    """The same of a stored file: the slides of an event that anybody has seen announced; the team looks before."""
    event = Event.objects.public().filter(slides=file.pk).first()
    return event is not None and (is_of_the_events_team(person) or sees_material(event, person, at=at))
