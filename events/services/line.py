"""The waiting list: places that are free are offered in order, each offer ends, and each decision says why.

Everything here holds the lock of the event (see ``places``).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, move

from ..models import Booking, Event, LineDecision
from ..permissions import runs_events
from ..rules.line import Outcome, Waiting, decide, fits_before_the_line
from ..workflow import BookingState, EventState
from .messages import tell
from .places import give_back, locked_event, take
from .refusals import CapacityRefused

Said = LineDecision.Outcome
BEGUN = "The event began."


def position_of(booking: Booking) -> int:
    """The place in the line, from 1; one query."""
    before = Q(waiting_since__lt=booking.waiting_since) | Q(waiting_since=booking.waiting_since, pk__lt=booking.pk)
    return Booking.objects.line().filter(before, event=booking.event_id).count() + 1


def has_places_for(event: Event, party: int) -> bool:
    """Whether a party that comes now may have places at once, or waits behind the line; the caller holds the lock."""
    smallest = Booking.objects.line().filter(event=event).aggregate(party=Min("party"))["party"]
    line = [Waiting(event.pk, smallest)] if smallest else []
    return fits_before_the_line(line, event.left, party)


def offer_places(*, event: Event, at: datetime) -> list[Booking]:
    """Offer what is free to the line, until EVENT_OFFER_HOURS are over or the event begins; returns the new offers.

    The caller holds the event's lock. Nothing is offered once the event has begun or is not on.
    """
    if event.state != EventState.PUBLISHED or event.starts_at <= at or not event.left:
        return []
    rows = {row.pk: row for row in Booking.objects.line().filter(event=event).select_related("person")}
    decisions = decide([Waiting(row.pk, row.party) for row in rows.values()], event.left)
    offered = [one for one in decisions if one.outcome == Outcome.OFFERED]
    LineDecision.objects.bulk_create(
        LineDecision(booking=rows[one.key], at=at, outcome=one.outcome, free=one.free) for one in decisions
    )
    return [_offer(rows[one.key], event, at=at) for one in offered]


def end_offers(*, at: datetime) -> int:
    """Offers that nobody took in time go to the next, each event by itself; returns how many offers ended."""
    events = Event.objects.filter(pk__in=Booking.objects.offers_over(at=at).values("event"))
    return sum(_end_offers_of(event, at=at) for event in events.order_by("pk"))


def close_lines(*, at: datetime) -> int:
    """Nobody waits for an event that has begun: the rest of the line is told; returns how many waited."""
    waiting = Booking.objects.filter(
        state__in=[BookingState.WAITLISTED, BookingState.OFFERED], event__starts_at__lte=at
    )
    return sum(_close_line_of(event, at=at) for event in Event.objects.filter(pk__in=waiting.values("event")))


@transaction.atomic
def set_capacity(*, event: Event, capacity: int, by: User, at: datetime) -> Event:
    """More places are offered to the line at once. Raises CapacityRefused with the number below what is taken."""
    row = locked_event(event)
    if not runs_events(by, row):
        raise MoveNotAllowed("Only the events team changes how many places there are.")
    if capacity < row.taken:
        raise CapacityRefused(
            f"{row.taken} places are taken, so there cannot be only {capacity}. Cancel bookings first, or keep"
            f" {row.taken} places."
        )
    row.capacity = capacity
    row.save(update_fields=["capacity"])
    offer_places(event=row, at=at)
    return row


def note(booking: Booking, outcome: str, *, at: datetime) -> None:
    """Write down what became of somebody's wait."""
    LineDecision.objects.create(booking=booking, at=at, outcome=outcome, free=booking.event.left)


def _offer(row: Booking, event: Event, *, at: datetime) -> Booking:
    until = min(at + timedelta(hours=settings.EVENT_OFFER_HOURS), event.starts_at)
    row.event = event
    take(event, row.party)
    move(row, "offer", at=at, offer_expires_at=until)
    tell(row, "place_offered", at=at, until=until.isoformat())
    return row


@transaction.atomic
def _end_offers_of(event: Event, *, at: datetime) -> int:
    row = locked_event(event)
    over = list(Booking.objects.offers_over(at=at).filter(event=row).select_related("person").order_by("pk"))
    for booking in over:
        booking.event = row
        _lapse(booking, at=at)
    offer_places(event=row, at=at)
    return len(over)


def _lapse(booking: Booking, *, at: datetime) -> None:
    move(booking, "lapse", at=at, because="The offer was not taken in time.")
    give_back(booking.event, booking.party)
    note(booking, Said.LAPSED, at=at)
    tell(booking, "offer_lapsed", at=at)


@transaction.atomic
def _close_line_of(event: Event, *, at: datetime) -> int:
    row = locked_event(event)
    rows = Booking.objects.filter(event=row, state__in=[BookingState.WAITLISTED, BookingState.OFFERED])
    waiting = list(rows.select_related("person").order_by("pk"))
    for booking in waiting:
        booking.event = row
        if booking.state == BookingState.OFFERED:
            give_back(row, booking.party)
        move(booking, "close", at=at, because=BEGUN)
        note(booking, Said.CLOSED, at=at)
        tell(booking, "line_closed", at=at)
    return len(waiting)
