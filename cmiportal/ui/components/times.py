"""When something is: from and to by the clock of a place, and by the reader's where that shows something else."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .library import register
from .words import zone_name

DAY_AND_TIME = "l j F Y, H:i"


@register.simple_tag
def span(starts_at: datetime, ends_at: datetime, zone: str = "") -> SafeString:
    """``Wednesday 2 December 2026, 12:30 to 14:00 GMT`` by the clock of the zone, else by the reader's."""
    place = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    moment = starts_at.astimezone(place).isoformat()
    return format_html('<time datetime="{}">{}</time>', moment, span_words(starts_at, ends_at, place))


@register.simple_tag
def own_span(starts_at: datetime, ends_at: datetime, zone: str) -> SafeString | str:
    """The same by the reader's clock, where it shows something else than that of the zone; else nothing."""
    own, place = timezone.get_current_timezone(), ZoneInfo(zone)
    by_own, by_place = ([each.astimezone(clock).utcoffset() for each in (starts_at, ends_at)] for clock in (own, place))
    return "" if by_own == by_place else span(starts_at, ends_at)


def span_words(starts_at: datetime, ends_at: datetime, zone: tzinfo) -> str:
    """From and to in words; the day once where it is the same, the zone's name twice where clocks change in between."""
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    before, after = zone_name(begin), zone_name(end)
    named = f" {before}" if before != after else ""
    until = format_date(end, "H:i" if begin.date() == end.date() else DAY_AND_TIME)
    return f"{format_date(begin, DAY_AND_TIME)}{named} to {until} {after}"
