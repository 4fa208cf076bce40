"""Figures of events, counted by the database: who booked, waits, came and did not, and what it brought in.

Three queries whatever the number of events. People are counted with their guests.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear

from cmiportal.billing.models import PaymentEvent
from cmiportal.billing.services.amounts import MONEY
from cmiportal.rules.days import UK

from ..models import Booking, Event, Guest
from ..workflow import BookingState, EventState

B = BookingState
HAS_PLACE = (B.CONFIRMED, B.ATTENDED, B.NO_SHOW)


@dataclass(frozen=True)
class Figures:
    """People of one event, or of several; ``income_pence`` is what was paid, less what was given back, with VAT."""

    booked: int = 0
    waiting: int = 0
    attended: int = 0
    no_show: int = 0
    cancelled: int = 0
    income_pence: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def figures_of(events: Iterable[Event]) -> dict[UUID, Figures]:
    """The figures of each of these events by its key."""
    keys = [event.pk for event in events]
    people: dict[UUID, dict[str, int]] = {row.pop("event"): row for row in _people(keys)}
    guests = _guests(keys)
    income = _income(keys)
    return {key: _figures(people.get(key, {}), guests[key], income[key]) for key in keys}


def total(rows: Iterable[Figures]) -> Figures:
    """All together."""
    return sum(rows, Figures())


def events_of(year: int) -> QuerySet[Event]:
    """Published events that begin in a year of the UK calendar, the last first."""
    first, after = datetime(year, 1, 1, tzinfo=UK), datetime(year + 1, 1, 1, tzinfo=UK)
    return Event.objects.public().filter(starts_at__gte=first, starts_at__lt=after).order_by("-starts_at", "-pk")


def years() -> list[int]:
    """The years in which events begin, the last first."""
    found = Event.objects.public().annotate(year=ExtractYear("starts_at", tzinfo=UK))
    return list(found.values_list("year", flat=True).distinct().order_by("-year"))


def _figures(people: dict[str, int], guests: tuple[int, int], income: int) -> Figures:
    came, missed = guests
    return Figures(
        booked=people.get("booked", 0),
        waiting=people.get("waiting", 0),
        attended=people.get("attended", 0) + came,
        no_show=people.get("no_show", 0) + missed,
        cancelled=people.get("cancelled", 0),
        income_pence=income,
    )


def _people(keys: list[UUID]) -> QuerySet:
    """By event; of those who came and did not only the people who booked, since each guest is ticked by name."""

    def party(*states: str) -> Coalesce:
        return Coalesce(Sum("party", filter=Q(state__in=states)), 0)

    rows = Booking.objects.filter(event__in=keys).order_by().values("event")
    return rows.annotate(
        booked=party(*HAS_PLACE),
        waiting=party(B.WAITLISTED, B.OFFERED),
        cancelled=party(B.CANCELLED),
        attended=Count("pk", filter=Q(state=B.ATTENDED)),
        no_show=Count("pk", filter=Q(state=B.NO_SHOW)),
    )


def _guests(keys: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """(came, did not) by event. Who was not ticked did not come once the event is over, or nobody of the party came."""
    came = Q(checked_in_at__isnull=False)
    over = Q(booking__state=B.NO_SHOW) | Q(booking__state=B.ATTENDED, booking__event__state=EventState.COMPLETED)
    rows = Guest.objects.filter(booking__event__in=keys, booking__state__in=HAS_PLACE).order_by()
    counted = rows.values_list("booking__event").annotate(
        came=Count("pk", filter=came), missed=Count("pk", filter=over & ~came)
    )
    return defaultdict(lambda: (0, 0), {event: (here, missed) for event, here, missed in counted})


def _income(keys: list[UUID]) -> dict[UUID, int]:
    """By event: what came in for its bookings less what went back, in pence; an order goes where its booking went."""
    rows = PaymentEvent.objects.filter(order__bookings__event__in=keys, kind__in=MONEY, applied_at__isnull=False)
    counted = rows.order_by().values_list("order__bookings__event").annotate(pence=Sum("pence"))
    return defaultdict(int, dict(counted))
