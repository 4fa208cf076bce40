"""Copies of an event as drafts: on another date, or on many at an interval, which then are one series.

All its clocks go along by as much as its start does on the wall, over a change of summer time too.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import chain, count
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, born, new_id

from ..models import AgendaItem, Event, EventPrice, Series, Speaker
from ..permissions import is_of_the_events_team
from ..rules.repeats import days_of
from ..rules.zones import ClockRefused, moved_along, wall_of
from ..workflow import EventState
from .editing import NOT_OF_THE_TEAM, ChangeRefused
from .places import locked_event

# So much of an address goes on in those of copies and in the key of their series; and of its title.
NAMED, KEYED, TITLED = 60, 50, 120
DATED = re.compile(r"-(\d{4}-\d{2}-\d{2}(-\d+)?|[0-9a-f]{8})$")


@transaction.atomic
def copy_event(
    *, event: Event, key: UUID, starts_at: datetime, number: int = 1, every: str = "week", by: User, at: datetime
) -> Event:
    """Make so many drafts like the event, the first of them at ``starts_at``; returns the first, whose key is ``key``.

    With prices, speakers, agenda, topics and communities. Several are one series with the event, its own or a new one.
    A second time with the same key makes nothing. Raises ChangeRefused for a date that cannot be, MoveNotAllowed.
    """
    if not is_of_the_events_team(by):
        raise MoveNotAllowed(NOT_OF_THE_TEAM)
    row = locked_event(event)
    if made := Event.objects.filter(pk=key).first():
        return made
    if starts_at <= at:
        raise ChangeRefused("Choose a time to come for the copy.")
    if number > settings.EVENT_COPIES_MOST:
        raise ChangeRefused(f"{settings.EVENT_COPIES_MOST} copies at a time are the most.")
    if number > 1:
        _in_series(row)
    days = days_of(wall_of(starts_at, row.time_zone).date(), every, number)
    pks = [key, *(new_id() for _ in days[1:])]
    try:
        copies = [_dated(row, pk, (day - days[0]), starts_at) for pk, day in zip(pks, days, strict=True)]
        agenda = [_moved(line, row, copy) for copy in copies for line in AgendaItem.objects.filter(event=row)]
    except ClockRefused as refused:
        raise ChangeRefused(str(refused)) from refused
    for copy in copies:
        copy.slug, copy.created_at = _free_slug(row.slug, copy), at
        born(copy, actor=by, at=at, action="clone", data={"from": row.slug})
        copy.topics.set(row.topics.all())
        copy.communities.set(row.communities.all())
    _add_parts(row, copies)
    AgendaItem.objects.bulk_create(agenda)
    return copies[0]


def _dated(event: Event, pk: UUID, later: timedelta, starts_at: datetime) -> Event:
    """The draft so many days later than ``starts_at``, not saved yet, with all its clocks. Raises ClockRefused."""
    copy = Event.objects.get(pk=event.pk)
    copy.pk, copy.series, copy.state = pk, event.series, EventState.DRAFT
    copy.taken, copy.sequence, copy.published_at, copy.recording_url, copy.slides = 0, 0, None, "", None
    zone = event.time_zone
    first = wall_of(starts_at, zone)
    # The first is at the moment that was chosen, of a time that comes twice too.
    copy.starts_at = moved_along(first, zone, later, least=None if later else starts_at)
    shift = first - wall_of(event.starts_at, zone) + later
    copy.ends_at = moved_along(wall_of(event.ends_at, zone), zone, shift, least=copy.starts_at)
    if copy.ends_at <= copy.starts_at:
        raise ClockRefused(f"On {wall_of(copy.starts_at, zone):%-d %B %Y} it would end before it begins.")
    for name in ("opens_at", "closes_at"):
        if moment := getattr(event, name):
            setattr(copy, name, moved_along(wall_of(moment, zone), zone, shift))
    return copy


def _moved(line: AgendaItem, event: Event, copy: Event) -> AgendaItem:
    """The line for the copy, as much later by the clock as it is. Raises ClockRefused."""
    line_at, before, after = (wall_of(row.starts_at, event.time_zone) for row in (line, event, copy))
    moment = moved_along(line_at, event.time_zone, after - before, least=copy.starts_at)
    return AgendaItem(event=copy, starts_at=moment, title=line.title, text=line.text)


def _add_parts(event: Event, copies: Sequence[Event]) -> None:
    for price in EventPrice.objects.filter(event=event):
        said = {"audience": price.audience, "pence": price.pence, "vat_basis_points": price.vat_basis_points}
        EventPrice.objects.bulk_create(EventPrice(event=copy, **said) for copy in copies)
    for who in Speaker.objects.filter(event=event):
        said = {"position": who.position, "name": who.name, "role": who.role, "about": who.about}
        Speaker.objects.bulk_create(Speaker(event=copy, **said) for copy in copies)


def _in_series(event: Event) -> None:
    """Give the event a series of its own, where it has none; the caller holds its lock."""
    if event.series_id is not None:
        return
    taken = set(Series.objects.values_list("key", flat=True))
    key = _free(DATED.sub("", event.slug)[:KEYED].rstrip("-"), taken)
    event.series = Series.objects.create(key=key, title=event.title[:TITLED])
    event.save(update_fields=["series"])


def _free_slug(slug: str, copy: Event) -> str:
    """The address of the event with the day of the copy, in place of a day that it names, and a number where needed."""
    base = f"{DATED.sub('', slug)[:NAMED].rstrip('-')}-{wall_of(copy.starts_at, copy.time_zone):%Y-%m-%d}"
    return _free(base, set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True)))


def _free(base: str, taken: Collection[str]) -> str:
    """The name, or the first of those with a number behind that nobody has."""
    numbered = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in numbered if name not in taken)
