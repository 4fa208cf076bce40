"""Working days: Monday to Friday without the bank holidays of England and Wales, which are computed, not listed.

A day that is declared once, such as for a coronation, is not known here: what is due then is due a day early.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5


def working_days_later(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; the day itself for none, or where it is none the next one."""
    while count > 0 or not is_working_day(day):
        day += DAY
        count -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether people are at work."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The eight of England and Wales; one on a weekend is kept on the next free weekday."""
    easter = easter_of(year)
    moveable = (
        easter - 2 * DAY,
        easter + DAY,
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    )
    kept = set(moveable)
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        kept.add(next(each for each in _from(day) if each.weekday() < SATURDAY and each not in kept))
    return frozenset(kept)


def easter_of(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    cycle = year % 19
    moon = (19 * cycle + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (cycle + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    return next(each for each in _from(day) if each.weekday() == MONDAY)


def _from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY
