"""What a clock on the wall shows at the place of an event, as a moment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# Which one is meant of a time that comes twice, in the night in which clocks go back.
FIRST, SECOND = "first", "second"


class ClockRefused(ValueError):
    """The time stands for no one moment; the first argument is a sentence."""


class NoSuchTime(ClockRefused):
    """The clock of that place never shows this time."""


class ComesTwice(ClockRefused):
    """The clock of that place shows this time twice, and nobody said which of them is meant."""


def moment_of(wall: datetime, zone: str, *, which: str = "") -> datetime:
    """The moment, in UTC, at which clocks in ``zone`` show ``wall``, which has no zone.

    ``which`` is FIRST or SECOND and says which is meant of a time that comes twice; of others it says nothing.
    Raises NoSuchTime and ComesTwice.

    >>> moment_of(datetime(2026, 10, 25, 1, 30), "Europe/London", which=SECOND).isoformat()
    '2026-10-25T01:30:00+00:00'
    """
    place = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    moments = [clock.astimezone(UTC) for clock in (first, second)]
    day = f"{wall:%-d %B %Y} in {zone}"
    if wall not in (moment.astimezone(place).replace(tzinfo=None) for moment in moments):
        raise NoSuchTime(f"There is no {wall:%H:%M} on {day}: the clocks go forward over it.")
    if moments[0] != moments[1] and not which:
        raise ComesTwice(
            f"{wall:%H:%M} comes twice on {day}, since the clocks go back: choose the first"
            f" ({first.tzname()}) or the second ({second.tzname()})."
        )
    return moments[which == SECOND]


def wall_of(moment: datetime, zone: str) -> datetime:
    """What clocks in ``zone`` show at the moment, without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def which_of(moment: datetime, zone: str) -> str:
    """FIRST or SECOND, where clocks in ``zone`` show what they show at the moment twice; else nothing.

    >>> which_of(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/London")
    'second'
    """
    clock = moment.astimezone(ZoneInfo(zone))
    if clock.utcoffset() == clock.replace(fold=1 - clock.fold).utcoffset():
        return ""
    return SECOND if clock.fold else FIRST


def moved_along(wall: datetime, zone: str, by: timedelta, *, least: datetime | None = None) -> datetime:
    """The moment at which clocks in ``zone`` show ``wall`` and as much more.

    Where that comes twice the first is meant, but for one that would be before ``least``. Raises NoSuchTime.
    """
    moment = moment_of(wall + by, zone, which=FIRST)
    return moment_of(wall + by, zone, which=SECOND) if least and moment < least else moment
