"""How long a registration lasts and how old a learner is: plain values in, plain values out."""

from datetime import date


def last_day(registered_on: date, years: int) -> date:
    """The last day of a registration: the same day of the year, so many years later.

    Who registers on 29 February has, in a year without one, until 28 February.
    """
    return _in_year(registered_on, registered_on.year + years)


def age_on(born_on: date, day: date) -> int:
    """Full years on that day; who was born on 29 February is a year older on 1 March where there is no such day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
