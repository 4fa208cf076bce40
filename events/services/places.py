"""The places of an event: taken and given back under the lock of its row.

Lock order, everywhere: link, account, order, discount or series of invoices, event (two by key), booking. Whoever holds
the event's row owns its bookings and its line until the transaction ends, and asks for no lock that comes before it:

* who books, or takes an offer, locks the account and the discount first; the order is new then, and nobody holds it;
* what an order does to a booking (paid, not paid, paid back) begins with the order, whose lock billing holds;
* the money of a booking that ended is seen to afterwards, in a transaction of its own (``money``).
"""

from django.db.models import F

from ..models import Event
from ..rules.line import places
from .refusals import EventFull


def locked_event(event: Event) -> Event:
    """The event read afresh with its row locked."""
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


def take(event: Event, people: int) -> None:
    """Take places for so many people; the caller holds the lock. Raises EventFull.

    The database adds, so that even without the lock nothing is lost, and its constraint refuses what is too much.
    """
    if people > event.left:
        raise EventFull(f"There {'is' if event.left == 1 else 'are'} {places(event.left)} left.")
    _move(event, people)


def give_back(event: Event, people: int) -> None:
    """Places that are free again; the caller holds the lock, and then offers them to the line."""
    _move(event, -people)


def _move(event: Event, people: int) -> None:
    Event.objects.filter(pk=event.pk).update(taken=F("taken") + people)
    event.taken += people
