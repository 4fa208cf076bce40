"""What the events team puts away again: the slides of an event, and a draft that nobody has seen."""

from datetime import datetime

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.documents.files import discard_file
from cmiportal.workflow import MoveNotAllowed, move

from ..models import Event
from ..permissions import is_of_the_events_team
from ..workflow import EventState
from .editing import NOT_OF_THE_TEAM, ChangeRefused
from .places import locked_event

WAS_PUBLISHED = "This event was published. It can be cancelled, so that people learn of it, and not put away."
HAS_BOOKINGS = "Somebody has a booking for this event. Cancel the event, so that they learn of it."


@transaction.atomic
def take_slides_away(*, event: Event, by: User, at: datetime) -> Event:
    """Nobody has the slides from now on, and the file goes. Raises MoveNotAllowed, and ChangeRefused without slides."""
    if not is_of_the_events_team(by):
        raise MoveNotAllowed(NOT_OF_THE_TEAM)
    row = locked_event(event)
    slides, row.slides = row.slides, None
    if slides is None:
        raise ChangeRefused("This event has no slides.")
    row.save(update_fields=["slides"])
    discard_file(file=slides)
    return row


@transaction.atomic
def discard_draft(*, event: Event, by: User, at: datetime, moves: int | None = None) -> Event:
    """Put a draft away for good, and free its address: no list shows it, while its moves stay, as all history does.

    Raises ChangeRefused for one that was published or booked, MoveNotAllowed and StaleMove.
    """
    row = locked_event(event)
    if row.state != EventState.DRAFT:
        raise ChangeRefused(WAS_PUBLISHED)
    if row.bookings.exists():
        raise ChangeRefused(HAS_BOOKINGS)
    slug = f"discarded-{row.pk.hex}"
    return move(row, "cancel", actor=by, at=at, moves=moves, data={"discarded": row.slug}, slug=slug)
