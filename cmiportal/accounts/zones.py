"""Time zones as people look for them: by part of the world, then by place."""

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
UNIVERSAL = "UTC"

Choices = list[tuple[str, list[tuple[str, str]]]]


def zone_of(person: Any) -> ZoneInfo | None:
    """The zone that the person chose; None (the Institute's) for visitors, and for a zone this machine lacks."""
    if not person.is_authenticated:
        return None
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def place(zone: str) -> str:
    """``Buenos Aires, Argentina`` of ``America/Argentina/Buenos_Aires``."""
    return ", ".join(reversed(zone.replace("_", " ").split("/")[1:])) or zone


def zone_choices(kept: str = UNIVERSAL) -> Choices:
    """Choices in groups for a select: every zone of a place, universal time, and ``kept`` whatever it is."""
    groups = defaultdict(list)
    for zone in available_timezones():
        area = zone.partition("/")[0]
        if area in AREAS:
            groups[area].append((zone, place(zone)))
    for zone in {UNIVERSAL, kept}:
        if zone.partition("/")[0] not in AREAS:
            groups["Other"].append((zone, place(zone)))
    return [(area, sorted(zones, key=lambda choice: choice[1])) for area, zones in sorted(groups.items())]
