"""What the events team writes to people of an event: who gets it is known before, and each gets it once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, TextChoices, Value
from django.db.models.functions import Cast, Concat

from cmiportal.accounts.models import User
from cmiportal.notifications.plain import cleaned, one_line
from cmiportal.notifications.services import notify_found
from cmiportal.workflow import MoveNotAllowed, MoveRefused

from ..models import Booking, Event, TeamMessage
from ..permissions import runs_events
from ..querysets.bookings import BookingQuerySet
from ..workflow import BookingState
from .places import locked_event
from .told import path_of

KIND = "event_team_message"
NAMES_SHOWN = 50
SUBJECT_LENGTH = 120


class To(TextChoices):
    """Whom a message is for."""

    BOOKED = "booked", "Everybody with a confirmed place"
    CAME = "came", "Those who came"
    MISSED = "missed", "Those who did not come"
    UNPAID = "unpaid", "Those whose place waits for their payment"
    WAITING = "waiting", "The waiting list, and those who are offered a place"


STATES = {
    To.BOOKED: (BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.NO_SHOW),
    To.CAME: (BookingState.ATTENDED,),
    To.MISSED: (BookingState.NO_SHOW,),
    To.UNPAID: (BookingState.HELD,),
    To.WAITING: (BookingState.WAITLISTED, BookingState.OFFERED),
}


class MessageRefused(MoveRefused):
    """The message was not sent; the first argument says why."""


@dataclass(frozen=True)
class Preview:
    """Who would get a message now: how many, and the names of the first NAMES_SHOWN of them."""

    people: int
    names: list[str]

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.people - len(self.names)


def recipients(event: Event, to: str) -> BookingQuerySet:
    """The bookings whose people get it; who has no account that works any more gets nothing."""
    rows = Booking.objects.filter(event=event, state__in=STATES[To(to)], person__is_active=True)
    return rows.order_by("booked_at", "pk")


def preview(event: Event, to: str) -> Preview:
    """Who would get it; two queries."""
    rows = recipients(event, to)
    names = rows.order_by("person__name", "pk").values_list("person__name", flat=True)
    return Preview(rows.count(), list(names[:NAMES_SHOWN]))


@transaction.atomic
def send(
    *, event: Event, key: UUID, to: str, subject: str, text: str, people: int, by: User, at: datetime
) -> TeamMessage:
    """Write to ``people`` of the event, as many as the preview said, and keep what was written; once for each key.

    Raises MessageRefused where others would get it by now, or nobody, and MoveNotAllowed.
    """
    row = locked_event(event)
    if not runs_events(by, row):
        raise MoveNotAllowed("Only the events team writes to the people of an event.")
    if sent := TeamMessage.objects.filter(pk=key, event=row).first():
        return sent
    found = recipients(row, to)
    now = found.count()
    if not now:
        raise MessageRefused("Nobody would get this message.")
    if now != people:
        raise MessageRefused(
            f"Meanwhile {now} would get this message, not {people}. Look at who they are, then send it."
        )
    said = TeamMessage.objects.create(
        pk=key,
        event=row,
        sent_by=by,
        sent_at=at,
        subject=one_line(subject, SUBJECT_LENGTH),
        text=cleaned(text.replace("\r\n", "\n").strip()),
        people=now,
    )
    _owe(said, found, at=at)
    return said


def _owe(said: TeamMessage, found: BookingQuerySet, *, at: datetime) -> None:
    """A message for each booking, in one statement, at the pace of what goes to very many."""
    notify_found(
        kind=KIND,
        people="person_id",
        key=Concat(Value(f"event-message:{said.pk}:"), Cast("pk", CharField())),
        context={
            "event": Value(cleaned(said.event.title)),
            "subject": Value(said.subject),
            "text": Value(said.text),
            "path": path_of("pk"),
        },
        found=found,
        at=at,
    )
