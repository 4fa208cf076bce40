"""Reminders of an event: whom they are due for, and the run that writes them down and sends them.

As renewal reminders (membership): asked of the database in sets, so the number of queries does not grow with that of
bookings. A run is one transaction: stopped anywhere it has told nobody, and the next one tells all. Each reminder that
is due has one row in the ledger, sent or skipped with the reason; a new start of the event makes new ones. The ledger's
key keeps a second run, or two at once, from doubling any.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Greatest

from cmiportal.database import insert_found
from cmiportal.notifications.services import notify_found

from ..models import Booking, BookingEvent, BookingReminder, EventEvent
from ..models.events import Format
from ..querysets.bookings import BookingQuerySet
from ..workflow import BookingState, EventState
from .told import path_of

KIND = "event_reminder"
OUTDATED = "A later reminder was due by then."
CLOSED = "The account is closed."
TOLD_LATER = "Booked, or told of the time, after the moment of this reminder."
TELLING = ("create", "pay", "accept", "move", "take_over")
LEDGER = ("booking", "starts_at", "minutes", "outcome", "reason", "at")
Outcome = BookingReminder.Outcome


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Write down what is due and owe what is to be sent, three statements; returns how many messages these are."""
    at = at.astimezone(UTC)  # where a day has 24 hours, the night included in which clocks change
    rows = [_ledger_rows(each, at) for each in _due(at)]
    if not rows:
        return 0
    before = BookingReminder.objects.aggregate(last=Max("pk"))["last"] or 0
    # In one order: of two runs at once the second waits for the first, instead of each for the other.
    insert_found(BookingReminder, LEDGER, rows[0].union(*rows[1:], all=True).order_by("pk", "minutes"))
    return _owe(before, at)


def _due(at: datetime) -> Iterator[BookingQuerySet]:
    """For each offset, the earliest first, the bookings of which this reminder is due and not in the ledger."""
    offsets = sorted(set(settings.EVENT_REMINDER_MINUTES), reverse=True)
    for minutes, later in zip_longest(offsets, offsets[1:]):
        written = BookingReminder.objects.filter(
            booking=OuterRef("pk"), starts_at=OuterRef("event__starts_at"), minutes=minutes
        )
        yield (
            Booking.objects.filter(
                ~Exists(written),
                state=BookingState.CONFIRMED,
                event__state=EventState.PUBLISHED,
                event__starts_at__gt=at,
                event__starts_at__lte=at + timedelta(minutes=minutes),
            )
            .alias(told_at=_told_at())
            .annotate(minutes=Value(minutes, IntegerField()), reason=_reason(at, minutes, later))
            .order_by()
        )


def _told_at() -> Greatest:
    """When the person last had word of the time: by the confirmation, a move, or a change of the event.

    Other moves of a booking that is confirmed, such as of its guests, tell nobody of the time.
    """
    confirmed = BookingEvent.objects.filter(booking=OuterRef("pk"), to_state=BookingState.CONFIRMED)
    confirmed = confirmed.filter(action__in=TELLING)
    changed = EventEvent.objects.filter(event=OuterRef("event"), action="change")
    return Greatest(*(Subquery(rows.order_by("-sequence").values("at")[:1]) for rows in (confirmed, changed)))


def _reason(at: datetime, minutes: int, later: int | None) -> Case:
    """Why a reminder is not sent, empty where it is: ``later`` is the offset that comes after it."""
    whens = [
        When(person__is_active=False, then=Value(CLOSED)),
        When(told_at__gt=F("event__starts_at") - timedelta(minutes=minutes), then=Value(TOLD_LATER)),
    ]
    if later is not None:
        whens.insert(0, When(event__starts_at__lte=at + timedelta(minutes=later), then=Value(OUTDATED)))
    return Case(*whens, default=Value(""), output_field=CharField())


def _ledger_rows(due: BookingQuerySet, at: datetime) -> QuerySet[Any]:
    outcome = Case(When(reason="", then=Value(Outcome.SENT)), default=Value(Outcome.SKIPPED))
    return due.values_list("pk", "event__starts_at", "minutes", outcome, "reason", Value(at, DateTimeField()))


def _owe(before: int, at: datetime) -> int:
    """Owe the messages of the reminders that the run of this moment wrote down as sent.

    They stand behind ``before``, the last key that there was, since keys grow: the whole ledger is not looked through.
    The joining link is in those that come no earlier than the page shows it.
    """
    event = "booking__event__"
    in_a_room, both = Q(**{f"{event}format": Format.IN_PERSON}), Q(**{f"{event}format": Format.HYBRID})
    late = Q(minutes__lte=settings.EVENT_JOINING_MINUTES)
    in_the_room = in_a_room | (both & Q(booking__online=False))
    return notify_found(
        kind=KIND,
        people="booking__person_id",
        key=Concat(Value("booking-reminder:"), Cast("pk", CharField())),
        context={
            "event": F(f"{event}title"),
            "starts_at": F("starts_at"),
            "time_zone": F(f"{event}time_zone"),
            "place": _either(in_the_room, F(f"{event}venue"), "Online"),
            "joining_url": _either(late & ~in_a_room, F(f"{event}joining_url"), ""),
            "path": path_of("booking_id"),
        },
        found=BookingReminder.objects.filter(pk__gt=before, at=at, outcome=Outcome.SENT).order_by("pk"),
        at=at,
    )


def _either(where: Q, then: F, otherwise: str) -> Case:
    return Case(When(where, then=then), default=Value(otherwise), output_field=CharField())
