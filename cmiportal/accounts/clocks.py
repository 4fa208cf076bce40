"""Moments in words by the clock of a place: pages, messages, tickets and calendars name its zone in the same way."""

from datetime import datetime, tzinfo

from django.utils.dateformat import format as format_date

from .zones import AREAS, place

DAY_AND_TIME = "l j F Y, H:i"
# Where clocks show GMT and BST, which readers know by these names.
BRITISH = {"Europe/London", "Europe/Belfast", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey"}


def zone_name(value: datetime) -> str:
    """The zone's short name; one that has only figures is told from UTC, like ``UTC+05:45``."""
    name = value.tzname() or ""
    return f"UTC{value.isoformat()[-6:]}" if name.startswith(("+", "-")) else name


def clock_name(value: datetime) -> str:
    """``GMT`` or ``BST`` in the United Kingdom; elsewhere the place, ``Hong Kong time``: few know HKT, or UTC+08:00."""
    key = getattr(value.tzinfo, "key", "")
    if key in BRITISH or key.partition("/")[0] not in AREAS:
        return zone_name(value)
    return f"{place(key).partition(',')[0]} time"


def moment_words(value: datetime, zone: tzinfo) -> str:
    """``Thursday 10 December 2026, 09:00 Hong Kong time``."""
    local = value.astimezone(zone)
    return f"{format_date(local, DAY_AND_TIME)} {clock_name(local)}"


def span_words(starts_at: datetime, ends_at: datetime, zone: tzinfo) -> str:
    """From and to in words; the day once where it is the same, short names of the zone where clocks change between."""
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    until = format_date(end, "H:i" if begin.date() == end.date() else DAY_AND_TIME)
    before, after, clock = zone_name(begin), zone_name(end), clock_name(end)
    if before == after:
        return f"{format_date(begin, DAY_AND_TIME)} to {until} {clock}"
    named = after if clock == after else f"{after}, {clock}"
    return f"{format_date(begin, DAY_AND_TIME)} {before} to {until} {named}"


def differ(moments: tuple[datetime, ...], one: tzinfo, other: tzinfo) -> bool:
    """Whether clocks of the two zones show something else at one of these moments."""
    return any(each.astimezone(one).utcoffset() != each.astimezone(other).utcoffset() for each in moments)
