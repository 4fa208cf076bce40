"""The waiting list: places that are free are offered in order, each offer ends, and each decision says why.

Everything here holds the lock of the event (see ``places``).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, move

from ..models import Booking, Event, LineDecision
from ..permissions import runs_events
from ..rules.line import Outcome, Waiting, decide, fits_before_the_line, places, why_it_waits
from ..workflow import BookingState, EventState
from .ending import end
from .messages import tell, tell_each
from .places import locked_event, take
from .refusals import CapacityRefused

Said = LineDecision.Outcome
BEGUN = "The event began."
IN_LINE = (BookingState.WAITLISTED, BookingState.OFFERED)


def position_of(booking: Booking) -> int:
    """The place in the line, from 1; one query."""
    before = Q(waiting_since__lt=booking.waiting_since) | Q(waiting_since=booking.waiting_since, pk__lt=booking.pk)
    return Booking.objects.line().filter(before, event=booking.event_id).count() + 1


def why_waiting(booking: Booking) -> str:
    """Why somebody in the line has no places yet, in sentences for the person."""
    return why_it_waits(booking.party, booking.event.left)


def in_words(decision: LineDecision, *, party: int) -> str:
    """A decision with its reason, for staff and for the person alike."""
    if decision.outcome == Said.OFFERED:
        return f"Offered, with {places(decision.free)} free and {party} in the party."
    if decision.outcome == Said.TOO_FEW:
        return f"Not offered: {places(decision.free)} free, too few for {party} who come together."
    return f"{decision.get_outcome_display()}."


def has_places_for(event: Event, party: int) -> bool:
    """Whether a party that comes now may have places at once, or waits behind the line; the caller holds the lock."""
    smallest = Booking.objects.line().filter(event=event).aggregate(party=Min("party"))["party"]
    line = [Waiting(event.pk, smallest)] if smallest else []
    return fits_before_the_line(line, event.left, party)


def step_past(event: Event, people: int, *, at: datetime) -> None:
    """Take places at once for a party that came now (see ``has_places_for``): everybody in the line learns why."""
    line = list(Booking.objects.line().filter(event=event).select_related("person"))
    _too_few(((row, event.left) for row in line), event, at=at)
    take(event, people)


def offer_places(*, event: Event, at: datetime) -> list[Booking]:
    """Offer what is free to the line, until EVENT_OFFER_HOURS are over or the event begins; returns the new offers.

    The caller holds the event's lock. Nothing is offered once the event has begun or is not on.
    """
    if event.state != EventState.PUBLISHED or event.starts_at <= at or event.left <= 0:
        return []
    line = Booking.objects.line().filter(event=event)
    decisions = decide([Waiting(key, party) for key, party in line.values_list("pk", "party")], event.left)
    rows = {row.pk: row for row in line.filter(pk__in=[one.key for one in decisions]).select_related("person")}
    offered = [rows[one.key] for one in decisions if one.outcome == Outcome.OFFERED]
    too_few = [(rows[one.key], one.free) for one in decisions if one.outcome == Outcome.TOO_FEW]
    if offered:
        _too_few(too_few, event, at=at)
    elif too_few:
        _first_waits_on(*too_few[0], at=at)
    return [_offer(row, event, at=at) for row in offered]


def end_offers(*, at: datetime) -> int:
    """Offers that nobody took in time go to the next, each event by itself; returns how many offers ended.

    Those of a cancelled event end with it, and are told so (``running.call_off``).
    """
    over = Booking.objects.offers_over(at=at).values("event")
    events = Event.objects.filter(state=EventState.PUBLISHED, pk__in=over)
    return sum(_end_offers_of(event, at=at) for event in events.order_by("pk"))


def close_lines(*, at: datetime) -> int:
    """Nobody waits, or pays, for an event that has begun: whoever did is told; returns how many."""
    waiting = Booking.objects.filter(state__in=[*IN_LINE, BookingState.HELD]).values("event")
    events = Event.objects.filter(state=EventState.PUBLISHED, starts_at__lte=at, pk__in=waiting)
    return sum(_close_line_of(event, at=at) for event in events.order_by("pk"))


def close_line(*, event: Event, at: datetime) -> int:
    """The same for one event that has begun, whose lock the caller holds."""
    rows = Booking.objects.filter(event=event, state__in=[*IN_LINE, BookingState.HELD])
    waiting = list(rows.select_related("person").order_by("pk"))
    for booking in waiting:
        booking.event = event
        waited = booking.state in IN_LINE
        end(booking, "close", because=BEGUN, at=at, money=True)
        if waited:
            note(booking, Said.CLOSED, at=at)
            tell(booking, "line_closed", at=at)
        else:
            tell(booking, "hold_ended", at=at, because=BEGUN)
    return len(waiting)


@transaction.atomic
def set_capacity(*, event: Event, capacity: int, by: User, at: datetime) -> Event:
    """More places are offered to the line at once. Raises CapacityRefused below what is taken, or once it is off."""
    row = locked_event(event)
    if not runs_events(by, row):
        raise MoveNotAllowed("Only the events team changes how many places there are.")
    if row.state == EventState.CANCELLED:
        raise CapacityRefused("This event is cancelled.")
    if capacity < row.taken:
        taken = places(row.taken).capitalize()
        raise CapacityRefused(
            f"{taken} {'is' if row.taken == 1 else 'are'} taken, so there cannot be only {capacity}. Cancel bookings"
            f" first, or keep at least {row.taken}."
        )
    if capacity < 1:
        raise CapacityRefused("There has to be one place at least.")
    row.capacity = capacity
    row.save(update_fields=["capacity"])
    offer_places(event=row, at=at)
    return row


def note(booking: Booking, outcome: str, *, at: datetime) -> None:
    """Write down what became of somebody's wait, and how many places were free then."""
    LineDecision.objects.create(booking=booking, at=at, outcome=outcome, free=booking.event.left)


def _offer(row: Booking, event: Event, *, at: datetime) -> Booking:
    until = min(at + timedelta(hours=settings.EVENT_OFFER_HOURS), event.starts_at)
    row.event = event
    note(row, Said.OFFERED, at=at)
    take(event, row.party)
    move(row, "offer", at=at, offer_expires_at=until)
    tell(row, "place_offered", at=at, until=until.isoformat())
    return row


def _too_few(passed: Iterable[tuple[Booking, int]], event: Event, *, at: datetime) -> None:
    """Write down who was overtaken, with the places that were too few, and tell each once."""
    overtaken = list(passed)
    if not overtaken:
        return
    for row, _ in overtaken:
        row.event = event
    LineDecision.objects.bulk_create(
        LineDecision(booking=row, at=at, outcome=Said.TOO_FEW, free=free) for row, free in overtaken
    )
    tell_each([row for row, _ in overtaken], "passed_over", at=at)


def _first_waits_on(row: Booking, free: int, *, at: datetime) -> None:
    """The first in the line was offered nothing, and nobody else either: said once for each number of free places."""
    last = LineDecision.objects.filter(booking=row).last()
    if last is None or (last.outcome, last.free) != (Said.TOO_FEW, free):
        LineDecision.objects.create(booking=row, at=at, outcome=Said.TOO_FEW, free=free)


@transaction.atomic
def _end_offers_of(event: Event, *, at: datetime) -> int:
    row = locked_event(event)
    if row.state != EventState.PUBLISHED:
        return 0
    over = list(Booking.objects.offers_over(at=at).filter(event=row).select_related("person").order_by("pk"))
    for booking in over:
        booking.event = row
        end(booking, "lapse", because="The offer was not taken in time.", at=at)
        note(booking, Said.LAPSED, at=at)
        tell(booking, "offer_lapsed", at=at)
    offer_places(event=row, at=at)
    return len(over)


@transaction.atomic
def _close_line_of(event: Event, *, at: datetime) -> int:
    row = locked_event(event)
    if row.state != EventState.PUBLISHED or row.starts_at > at:
        return 0  # it was called off or put off meanwhile
    return close_line(event=row, at=at)
