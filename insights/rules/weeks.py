"""Weeks from Monday to Sunday in UK time, and when in a week something goes out. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of its week.

    >>> monday_of(date(2026, 11, 29))
    datetime.date(2026, 11, 23)
    """
    return day - timedelta(days=day.weekday())


def bounds(week: date) -> tuple[datetime, datetime]:
    """When the week begins and when the next one does; clocks may change between."""
    return _moment(week), _moment(week + WEEK)


def next_turn(*, after: datetime, weekday: int, hour: int) -> datetime:
    """The first moment after that at which it is the full hour of that day of the week (Monday is 1) in the UK."""
    today = after.astimezone(UK).date()
    turns = (_moment(today + timedelta(days=days), hour) for days in range(8))
    return next(turn for turn in turns if turn > after and turn.astimezone(UK).isoweekday() == weekday)


def _moment(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), UK)
