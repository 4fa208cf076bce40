"""What a clock on the wall shows at the place of an event, as a moment."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The clock of that place never shows this time; the first argument is a sentence."""


def moment_of(wall: datetime, zone: str, *, after: datetime | None = None) -> datetime:
    """The moment, in UTC, at which clocks in ``zone`` show ``wall``, which has no zone. Raises NoSuchTime.

    In the night in which clocks go back an hour comes twice: the first is meant, or the second where only that one
    comes ``after`` another moment, as an end does after its start.

    >>> moment_of(datetime(2026, 10, 25, 1, 30), "Europe/London").isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    place = ZoneInfo(zone)
    first = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
    if first.astimezone(place).replace(tzinfo=None) != wall:
        raise NoSuchTime(f"There is no {wall:%H:%M} on {wall:%-d %B %Y} in {zone}: the clocks go forward over it.")
    if after is not None and first <= after:
        return wall.replace(tzinfo=place, fold=1).astimezone(UTC)
    return first


def wall_of(moment: datetime, zone: str) -> datetime:
    """What clocks in ``zone`` show at the moment, without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
