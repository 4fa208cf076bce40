"""The places of an event: taken and given back under the lock of its row.

Lock order: Order, Event (two events by key), Booking, account. Whoever holds the event's row owns its bookings and its
line until the transaction ends.
"""

from django.db.models import F

from ..models import Event
from .refusals import EventFull


def locked_event(event: Event) -> Event:
    """The event read afresh with its row locked."""
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


def take(event: Event, people: int) -> None:
    """Take places for so many people; the caller holds the lock. Raises EventFull.

    The database adds, so that even without the lock nothing is lost, and its constraint refuses what is too much.
    """
    if people > event.left:
        raise EventFull(f"There {'is one place' if event.left == 1 else f'are {event.left} places'} left.")
    _move(event, people)


def give_back(event: Event, people: int) -> None:
    """Places that are free again; the caller holds the lock, and then offers them to the line."""
    _move(event, -people)


def _move(event: Event, people: int) -> None:
    Event.objects.filter(pk=event.pk).update(taken=F("taken") + people)
    event.taken += people
