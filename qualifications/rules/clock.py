"""The six weeks and the stages inside them: plain values in, plain values out.

A result is due 42 days after the work was handed in, not counting the time for which it was back with the learner
(Candidate Guide for CMI Level 6 Qualifications: "up to 6 weeks"). Stage targets are working days of the centre's
nation inside that. All days end at the last second of the day in UK time, whatever the change of summer time does.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import ceil

import holidays

from cmiportal.rules.days import end_of, uk_day

SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
ORDER = ("marking", "verification", "sign_off")


@dataclass(frozen=True)
class Days:
    """The policy in calendar days: the whole and each stage's share; a stage is nearly late after ``warn_percent``."""

    total: int
    allocation: int
    marking: int
    verification: int
    sign_off: int
    warn_percent: int


@dataclass(frozen=True)
class Times:
    """When a stage becomes nearly late, and when it is due."""

    warn_at: datetime
    due_at: datetime


@lru_cache
def bank_holidays(nation: str) -> holidays.HolidayBase:
    """The bank holidays of one of the four nations, years filled as they are asked for."""
    return holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation])


def is_working_day(day: date, nation: str) -> bool:
    """Neither Saturday nor Sunday nor a bank holiday there."""
    return day.weekday() < 5 and day not in bank_holidays(nation)


def working_day_on_or_before(day: date, nation: str) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day, nation):
        day -= timedelta(days=1)
    return day


def working_day_on_or_after(day: date, nation: str) -> date:
    """The day itself, or the next working day."""
    while not is_working_day(day, nation):
        day += timedelta(days=1)
    return day


def working_days_late(due: datetime, at: datetime, nation: str) -> int:
    """How many working days of the nation have begun by ``at`` since the day of ``due``; 0 while none has."""
    days = (uk_day(at) - uk_day(due)).days
    return sum(is_working_day(uk_day(due, later), nation) for later in range(1, days + 1))


def days_later(start: datetime, days: int) -> datetime:
    """The end of the day that is so many days after the day of ``start`` in UK time."""
    return end_of(uk_day(start, days))


def result_due(handed_in: datetime, paused: timedelta, days: Days) -> datetime:
    """When the learner can expect the result, the time for which the clock stood still added."""
    return days_later(handed_in + paused, days.total)


def stage_times(
    stage: str, *, start: datetime, handed_in: datetime, paused: timedelta, days: Days, nation: str
) -> Times:
    """Warning and due time of a stage that starts at ``start``.

    The target counts from the hand-in (marking by day 21, verification by day 35, sign-off by day 42), on the last
    working day not after it; a stage that starts late still gets half its own days, to the next working day.
    """
    if stage == "allocation":
        due = end_of(working_day_on_or_after(uk_day(start, days.allocation), nation))
    else:
        target = sum(getattr(days, name) for name in ORDER[: ORDER.index(stage) + 1])
        planned = working_day_on_or_before(uk_day(handed_in + paused, target), nation)
        least = working_day_on_or_after(uk_day(start, ceil(getattr(days, stage) / 2)), nation)
        due = end_of(max(planned, least))
    return Times(warn_at=start + (due - start) * days.warn_percent / 100, due_at=due)
