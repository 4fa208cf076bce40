"""Months of the calendar, and the days that an event takes of them."""

from datetime import UTC, date, datetime

import pytest

from events.rules.months import after, before, days_of, month_of

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("year", "month", "first"),
    [
        (2026, 12, date(2026, 12, 1)),
        (2023, 1, date(2023, 1, 1)),
        (2028, 12, date(2028, 12, 1)),
        (2022, 12, None),
        (2029, 1, None),
        (2026, 0, None),
        (2026, 13, None),
        (99999, 1, None),
    ],
)
def test_the_calendar_shows_months_within_reach(year, month, first):
    assert month_of(year, month, today=TODAY) == first


@pytest.mark.parametrize(
    ("first", "previous", "following"),
    [
        (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2026, 12, 1), date(2027, 2, 1)),
        (date(2028, 2, 1), date(2028, 1, 1), date(2028, 3, 1)),
    ],
)
def test_months_follow_each_other(first, previous, following):
    assert (before(first), after(first)) == (previous, following)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "zone", "days"),
    [
        ((2026, 12, 2, 12), (2026, 12, 2, 14), "Europe/London", [2]),
        ((2026, 12, 2, 9), (2026, 12, 4, 16), "Europe/London", [2, 3, 4]),
        ((2026, 12, 2, 22), (2026, 12, 3, 0), "Europe/London", [2]),
        # By the clock of its own place it is the day after.
        ((2026, 12, 2, 22), (2026, 12, 2, 23), "Asia/Hong_Kong", [3]),
        # The night in which the clocks go back has 25 hours, and ends on the day on which it began.
        ((2026, 10, 24, 23, 30), (2026, 10, 25, 1, 30), "Europe/London", [25]),
    ],
)
def test_an_event_takes_days_by_the_clock_of_its_place(starts_at, ends_at, zone, days):
    found = days_of(datetime(*starts_at, tzinfo=UTC), datetime(*ends_at, tzinfo=UTC), zone)

    assert [day.day for day in found] == days
