"""Years of membership as days: from the first day to the last, both included, one year after the other without a gap.

All days are UK days. A year that starts on 29 February ends on 28 February, the next starts on 1 March.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """``first`` and ``last`` day, both included."""

    first: date
    last: date


def years_after(day: date, years: int) -> date:
    """The same day of the year, so many years later (or earlier): 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def year_from(first: date, years: int = 1) -> Period:
    """So many years of membership from that day on."""
    after = years_after(first, years)
    lost = first.day != after.day  # 29 February: its 28 February still belongs to the year
    return Period(first, after if lost else after - DAY)


def renewed(last: date, today: date, grace_days: int) -> Period:
    """The year that renewing buys: it follows the one that ends, also in grace; after that it starts today."""
    return year_from(last + DAY if today <= grace_ends(last, grace_days) else today)


def grace_ends(last: date, grace_days: int) -> date:
    """The last day on which somebody in grace has what members have."""
    return last + timedelta(days=grace_days)


@dataclass(frozen=True)
class Reminder:
    """A reminder that is due ``days`` before the last day of membership; negative days lie in grace."""

    days: int

    def due_on(self, last: date) -> date:
        """The day on which it is due."""
        return last - timedelta(days=self.days)


def due_reminder(last: date, today: date, offsets: Sequence[int]) -> int | None:
    """The latest offset whose day has come, the one to send now; None before the first.

    After some days without a run only the latest is still true: "in 30 days" said with 7 days left would be wrong.
    """
    come = [days for days in offsets if Reminder(days).due_on(last) <= today]
    return min(come) if come else None
