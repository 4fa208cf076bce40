"""What the events team writes about an event: as a draft freely, afterwards so that everybody booked learns of it.

Time and place of a published event change by the workflow's ``change``, its places by ``line.set_capacity``.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import F

from cmiportal.accounts.models import User
from cmiportal.documents.files import discard_file, store_upload
from cmiportal.documents.refusals import FileRefused
from cmiportal.workflow import MoveNotAllowed, MoveRefused, born, move

from ..models import AgendaItem, Booking, Event
from ..models.events import Format
from ..permissions import is_of_the_events_team
from ..workflow import EventState
from .calendars import location_of
from .material import SLIDES
from .places import locked_event
from .tickets import when_of
from .told import Known, concerned, tell_change, tell_joining_link

# What calendars hold of an event: those booked learn of each change.
TIME_AND_PLACE = ("starts_at", "ends_at", "time_zone", "format", "venue", "address")
NOT_OF_THE_TEAM = "Only the events team writes events."


SAID: Mapping[str, Callable[[Event], str]] = {
    "When": lambda event: f"{when_of(event)} ({event.time_zone})",
    "How": lambda event: event.get_format_display(),
    "Where": location_of,
}


@dataclass(frozen=True)
class Look:
    """What a change would do: what is said before and after, how many are told, how much of the agenda is too late."""

    lines: list[tuple[str, str, str]]
    people: int
    late: int


class ChangeRefused(MoveRefused):
    """The event cannot be changed like that; the first argument says why."""


@transaction.atomic
def draft(*, event: Event, by: User, at: datetime) -> Event:
    """Keep a new event, which is not saved yet, as a draft. Raises MoveNotAllowed."""
    _check(by)
    event.state, event.created_at = EventState.DRAFT, at
    return born(event, actor=by, at=at)


@transaction.atomic
def edit(*, event: Event, values: Mapping[str, Any], by: User, at: datetime) -> Event:
    """Write these columns of the event and no others; another joining link is told to those who had the one before.

    Raises MoveNotAllowed; ChangeRefused for what has its own way.
    """
    _check(by)
    row = locked_event(event)
    if "capacity" in values or (row.state != EventState.DRAFT and set(values) & set(TIME_AND_PLACE)):
        raise ChangeRefused(
            "Places, time and place of this event change on pages of their own, so that people learn of it."
        )
    link = row.joining_url
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    if row.joining_url != link:
        tell_joining_link(event=row, at=at)
    return row


@transaction.atomic
def change_event(*, event: Event, values: Mapping[str, Any], by: User, at: datetime, moves: int | None = None) -> Event:
    """Another time or place of a published event: its agenda moves with its start, and everybody booked is told.

    Who booked it when it was online alone still comes online where there is a room, too, until they say otherwise.
    Raises ChangeRefused where nothing is new, it has begun or the new start is past, MoveNotAllowed and StaleMove.
    """
    row = locked_event(event)
    before, was_online = Known.of(row), row.format == Format.ONLINE
    new = what_is_new(event=row, values=values, at=at)
    move(row, "change", actor=by, at=at, moves=moves, data={"changed": sorted(new)}, sequence=row.sequence + 1, **new)
    AgendaItem.objects.filter(event=row).update(starts_at=F("starts_at") + (row.starts_at - before.starts_at))
    if was_online and row.format == Format.HYBRID:
        Booking.objects.filter(event=row).update(online=True)
    tell_change(event=row, before=before, at=at)
    return row


def look_at_change(*, event: Event, values: Mapping[str, Any], at: datetime) -> Look:
    """What ``change_event`` would change, in words, and who would be told. Two queries. Raises ChangeRefused."""
    after = copy(event)
    for name, value in what_is_new(event=event, values=values, at=at).items():
        setattr(after, name, value)
    lines = [(label, said(event), said(after)) for label, said in SAID.items()]
    moved = event.agenda.annotate(then=F("starts_at") + (after.starts_at - event.starts_at))
    return Look(
        lines=[line for line in lines if line[1] != line[2]],
        people=0 if Known.of(after) == Known.of(event) else concerned(event).count(),
        late=moved.filter(then__gt=after.ends_at).count(),
    )


def what_is_new(*, event: Event, values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Those of the columns that get another value; the ends of lines are no difference. Raises ChangeRefused."""
    new = {name: value for name, value in values.items() if _plain(value) != _plain(getattr(event, name))}
    if not new:
        raise ChangeRefused("Time and place are what they were.")
    if min(event.starts_at, new.get("starts_at", event.starts_at)) <= at:
        raise ChangeRefused("An event that has begun stays where it is. Choose a time to come.")
    return new


@transaction.atomic
def put_up_slides(*, event: Event, upload: File, by: User, at: datetime) -> Event:
    """Slides for those entitled to them (``material``), in place of those that were there.

    Raises MoveNotAllowed, and ChangeRefused where the file cannot be taken.
    """
    _check(by)
    row = locked_event(event)
    if row.state == EventState.CANCELLED:
        raise ChangeRefused("This event is cancelled.")
    before = row.slides
    try:
        row.slides = store_upload(upload=upload, kind=SLIDES, owner=by, at=at)
    except FileRefused as refused:
        raise ChangeRefused(str(refused)) from refused
    row.save(update_fields=["slides"])
    if before is not None:
        discard_file(file=before)
    return row


def _check(by: User) -> None:
    if not is_of_the_events_team(by):
        raise MoveNotAllowed(NOT_OF_THE_TEAM)


def _plain(value: Any) -> Any:
    return "\n".join(value.splitlines()) if isinstance(value, str) else value
