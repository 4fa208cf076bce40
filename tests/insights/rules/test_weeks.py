"""Weeks in UK time, and when in a week something goes out."""

from datetime import UTC, date, datetime

import pytest

from insights.rules.weeks import bounds, monday_of, next_turn


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 29)])
def test_a_week_begins_on_monday(day):
    assert monday_of(day) == date(2026, 11, 23)


def test_a_week_in_which_clocks_change_is_an_hour_longer():
    begins, ends = bounds(date(2026, 10, 19))

    assert begins == datetime(2026, 10, 18, 23, 0, tzinfo=UTC)
    assert ends == datetime(2026, 10, 26, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "turn"),
    [
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), datetime(2026, 11, 27, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 7, 59, tzinfo=UTC), datetime(2026, 11, 27, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 8, 0, tzinfo=UTC), datetime(2026, 12, 4, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), datetime(2026, 7, 3, 7, 0, tzinfo=UTC)),
    ],
    ids=["Tuesday", "a minute before", "at the hour", "in summer"],
)
def test_the_next_friday_morning_is_by_the_clocks_of_the_country(after, turn):
    assert next_turn(after=after, weekday=5, hour=8) == turn
