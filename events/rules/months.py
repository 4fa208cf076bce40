"""Months of a calendar, and the days that something takes of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

# How far a calendar can be turned: pages without end would be read by machines without end.
YEARS_BACK, YEARS_AHEAD = 3, 2


def month_of(year: int, month: int, *, today: date) -> date | None:
    """The first day of a month that the calendar shows; None for one that is none, or too far away."""
    if not 1 <= month <= 12 or not today.year - YEARS_BACK <= year <= today.year + YEARS_AHEAD:
        return None
    return date(year, month, 1)


def before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def after(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def days_of(starts_at: datetime, ends_at: datetime, zone: str) -> Iterator[date]:
    """The days that something takes by the clock of its own place; one that ends at midnight takes none of the next.

    >>> [str(day) for day in days_of(datetime.fromisoformat("2026-12-01T23:30Z"),
    ...                              datetime.fromisoformat("2026-12-02T00:00Z"), "Europe/London")]
    ['2026-12-01']
    """
    place = ZoneInfo(zone)
    day = starts_at.astimezone(place).date()
    last = max(day, (ends_at.astimezone(place) - timedelta(microseconds=1)).date())
    while day <= last:
        yield day
        day += timedelta(days=1)
