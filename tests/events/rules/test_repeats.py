"""On which days something is held that is held again."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.repeats import EVERY, SAME_WEEKDAY, days_of


@pytest.mark.parametrize(
    ("every", "first", "days"),
    [
        ("week", (2026, 12, 24), [(2026, 12, 24), (2026, 12, 31), (2027, 1, 7)]),
        ("two_weeks", (2027, 2, 18), [(2027, 2, 18), (2027, 3, 4), (2027, 3, 18)]),
        # The third Thursday, over the end of the year.
        ("month_weekday", (2026, 11, 19), [(2026, 11, 19), (2026, 12, 17), (2027, 1, 21)]),
        # The fifth Monday is the last where there are four.
        ("month_weekday", (2027, 3, 29), [(2027, 3, 29), (2027, 4, 26), (2027, 5, 31)]),
        ("month_day", (2027, 12, 31), [(2027, 12, 31), (2028, 1, 31), (2028, 2, 29)]),
        ("week", (2027, 1, 1), [(2027, 1, 1)]),
    ],
)
def test_days(every, first, days):
    assert days_of(date(*first), every, len(days)) == [date(*day) for day in days]


@given(
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)), every=st.sampled_from(sorted(EVERY)), number=st.integers(1, 30)
)
def test_the_first_is_the_first_and_they_go_on(first, every, number):
    days = days_of(first, every, number)

    assert (days[0], len(days)) == (first, number)
    assert all(timedelta(days=7) <= after - before <= timedelta(days=35) for before, after in pairwise(days))
    assert every != SAME_WEEKDAY or {day.weekday() for day in days} == {first.weekday()}
