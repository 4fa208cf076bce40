"""Calendar files (RFC 5545): entries that are asked for, changed and cancelled, and whole calendars to follow.

Times are written in UTC, so that each calendar shows its own zone and no change of clocks moves them. The library
escapes, folds and orders; the tests read the files back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

MEDIA_TYPE = "text/calendar; charset=utf-8"
# For so long a calendar that somebody follows shows what is past: it is their diary, not our archive.
PAST_SHOWN = timedelta(days=60)


class Method(StrEnum):
    """What a file asks of a calendar (RFC 5546): to show, to enter or change, to take out."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class CalendarEntry:
    """One thing in a calendar, from ``starts_at`` to ``ends_at``, or ``on`` a whole day.

    ``uid`` is the same through every change, and ``sequence`` grows with each; ``url`` is a path within the portal;
    ``stamp`` is the moment that the entry was true.
    """

    uid: str
    title: str
    stamp: datetime
    sequence: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on: date | None = None
    url: str = ""
    place: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class Attendee:
    """Whose entry it is, where a file asks for an answer or a change."""

    name: str
    email: str


def calendar_file(
    entries: Iterable[CalendarEntry], *, method: Method, attendee: Attendee | None = None, name: str = ""
) -> bytes:
    """The file with these entries; ``attendee`` for what is asked of one person, ``name`` for a calendar to follow."""
    calendar = Calendar()
    calendar.add("prodid", "-//Chartered Management Institute//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, attendee))
    return calendar.to_ical()


def media_type(method: Method) -> str:
    """The media type of a file; mail programs and calendars read the method from it, too."""
    return f"{MEDIA_TYPE}; method={method}"


def _event(entry: CalendarEntry, attendee: Attendee | None) -> Event:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    event = Event()
    event.add("uid", f"{entry.uid}@{address.rpartition('@')[2]}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(entry.stamp))
    _add_times(event, entry)
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", settings.SITE_URL + entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event["organizer"] = _person(name, address)
    if attendee:
        event.add("attendee", _person(attendee.name, attendee.email), encode=False)
    return event


def _add_times(event: Event, entry: CalendarEntry) -> None:
    if entry.on:
        event.add("dtstart", entry.on)
        event.add("transp", "TRANSPARENT")  # a day by which something is due keeps nobody busy
        return
    if entry.starts_at is None or entry.ends_at is None:
        raise ValueError(f"The entry {entry.uid} has neither a day nor a beginning and an end.")
    event.add("dtstart", _utc(entry.starts_at))
    event.add("dtend", _utc(entry.ends_at))


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["cn"] = vText(name)
    return person


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
