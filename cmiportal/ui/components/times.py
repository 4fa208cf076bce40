"""When something is: from and to by the clock of a place, and by the reader's where that shows something else."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cmiportal.accounts.clocks import differ, span_words

from .library import register


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
    return span(starts_at, ends_at) if differ((starts_at, ends_at), own, place) else ""
