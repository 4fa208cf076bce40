"""Months, rates and what a chart shows of them. Months are those of the UK calendar, named by their first day.

Attrition is the share of the members on a month's first day who left in it; retention is the rest of them. Who joined
and left within one month is in neither; who left and came back in one month is in attrition and counts as come back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ALL = ""


def next_month(first: date) -> date:
    """The first day of the month after."""
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def months_to(day: date, count: int) -> list[date]:
    """So many months, the last being the one that the day is in."""
    months = [day.replace(day=1)]
    while len(months) < count:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def share(part: int, whole: int) -> float | None:
    """Percent with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


@dataclass(frozen=True)
class Month:
    """What became of the members of one grade, or of all, in a month; ``at_start`` is on its first day."""

    month: date
    at_start: int
    joined: int
    came_back: int
    left: int

    @property
    def attrition(self) -> float | None:
        """Percent of the members at the start who left; None where there were none."""
        return share(self.left, self.at_start)

    @property
    def retention(self) -> float | None:
        """Percent of the members at the start who stayed; None where there were none."""
        return share(self.at_start - self.left, self.at_start)


Counts = Mapping[tuple[date, str], int]


def story_of(
    months: Iterable[date], grade: str, *, at_start: Counts, joined: Counts, came_back: Counts, left: Counts
) -> list[Month]:
    """The months of one grade, or of ALL; counts are by month and grade, and what is missing is nought."""

    def counted(counts: Counts, month: date) -> int:
        if grade != ALL:
            return counts.get((month, grade), 0)
        return sum(number for (when, _), number in counts.items() if when == month)

    return [
        Month(month, *(counted(counts, month) for counts in (at_start, joined, came_back, left))) for month in months
    ]


@dataclass(frozen=True)
class Turnaround:
    """How many were decided in a month, and the median of the days from sending to deciding; None where none was."""

    decided: int = 0
    median: timedelta | None = None

    @property
    def days(self) -> float | None:
        """The median in days, with one decimal."""
        return None if self.median is None else round(self.median / timedelta(days=1), 1)
