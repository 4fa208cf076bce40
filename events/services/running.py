"""What the events team does with an event: published, changed, cancelled, over."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cmiportal.accounts.models import User
from cmiportal.billing.services.locking import locked as locked_order
from cmiportal.workflow import born, move

from ..models import AgendaItem, Booking, Event, EventPrice, Speaker
from ..workflow import BOOKING_OPEN, BOOKING_TAKES_PLACES, EventState
from .attendance import conclude
from .changes import refund_whole
from .messages import tell
from .places import give_back, locked_event

CANCELLED = "The event is cancelled."


@transaction.atomic
def publish(*, event: Event, by: User, at: datetime, moves: int | None = None) -> Event:
    """Show a draft to everybody; booking opens when it says. Raises MoveNotAllowed and StaleMove."""
    row = locked_event(event)
    return move(row, "publish", actor=by, at=at, moves=moves, published_at=at)


@transaction.atomic
def cancel_event(*, event: Event, by: User, reason: str, at: datetime, moves: int | None = None) -> Event:
    """Call the event off. Whoever booked is told, and paid back, by ``call_off``, booking by booking."""
    row = locked_event(event)
    return move(row, "cancel", actor=by, at=at, moves=moves, data={"reason": reason}, sequence=row.sequence + 1)


def call_off(*, at: datetime) -> int:
    """End the open bookings of cancelled events, each by itself, so that a stopped run goes on; returns how many."""
    rows = Booking.objects.filter(event__state=EventState.CANCELLED, state__in=BOOKING_OPEN)
    return sum(_call_off(booking, at=at) for booking in rows.order_by("pk").select_related("order", "event"))


def complete_over(*, at: datetime) -> int:
    """Events whose end is past are over, and whoever came is thanked; returns how many."""
    return sum(_complete(event, at=at) for event in Event.objects.over(at=at).order_by("pk"))


@transaction.atomic
def clone(*, event: Event, by: User, at: datetime) -> Event:
    """A draft like this event, with its prices, speakers and agenda, to be given its own date and address."""
    parts: list[list[Any]] = [list(model.objects.filter(event=event)) for model in (EventPrice, Speaker, AgendaItem)]
    topics, communities = list(event.topics.all()), list(event.communities.all())
    copy = Event.objects.get(pk=event.pk)
    copy.pk = Event._meta.pk.get_default()
    copy.slug = f"{slugify(event.slug)[:70]}-{copy.pk.hex[-8:]}"
    copy.state, copy.taken, copy.sequence = EventState.DRAFT, 0, 0
    copy.created_at, copy.published_at, copy.recording_url, copy.slides = at, None, "", None
    born(copy, actor=by, at=at, action="clone", data={"from": event.slug})
    copy.topics.set(topics)
    copy.communities.set(communities)
    for rows in parts:
        for row in rows:
            row.pk, row.event = None, copy
            row.save(force_insert=True)
    return copy


@transaction.atomic
def _call_off(booking: Booking, *, at: datetime) -> int:
    order = locked_order(booking.order) if booking.order else None
    row = Booking.objects.select_for_update(of=("self",)).select_related("person").get(pk=booking.pk)
    row.event = locked_event(booking.event)
    if row.state not in BOOKING_OPEN:
        return 0
    took = row.state in BOOKING_TAKES_PLACES
    move(row, "call_off", at=at, because=CANCELLED, sequence=row.sequence + 1)
    if took:
        give_back(row.event, row.party)
    back = refund_whole(order, CANCELLED, at=at) if order else 0
    tell(row, "event_cancelled", at=at, reason=_reason(row.event), back_pence=back)
    return 1


def _reason(event: Event) -> str:
    """What the team said when it called the event off."""
    return event.events.filter(action="cancel").values_list("data__reason", flat=True).last() or ""


@transaction.atomic
def _complete(event: Event, *, at: datetime) -> int:
    row = locked_event(event)
    if row.state != EventState.PUBLISHED or row.ends_at > at:
        return 0
    move(row, "complete", at=at)
    conclude(event=row, at=at)
    return 1
