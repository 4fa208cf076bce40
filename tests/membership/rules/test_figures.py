"""Months, rates and medians of membership."""

from datetime import date, timedelta

import pytest

from membership.rules.figures import ALL, Month, Turnaround, months_to, next_month, share, story_of

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)


def test_months_run_up_to_the_one_of_the_day():
    assert months_to(date(2027, 1, 31), 3) == [NOVEMBER, DECEMBER, JANUARY]
    assert months_to(date(2024, 3, 31), 2) == [date(2024, 2, 1), date(2024, 3, 1)]


@pytest.mark.parametrize(("first", "after"), [(NOVEMBER, DECEMBER), (DECEMBER, JANUARY)])
def test_a_month_follows_the_other(first, after):
    assert next_month(first) == after


def test_a_share_of_nothing_is_none():
    assert (share(1, 3), share(0, 3), share(3, 3), share(0, 0)) == (33.3, 0.0, 100.0, None)


def test_retention_and_attrition_make_a_whole():
    row = Month(NOVEMBER, at_start=8, joined=5, came_back=1, left=1)
    none = Month(NOVEMBER, at_start=0, joined=5, came_back=0, left=0)

    assert (row.attrition, row.retention) == (12.5, 87.5)
    assert (none.attrition, none.retention) == (None, None)


def test_a_grade_has_its_own_months_and_all_of_them_the_sum():
    counts = {
        "at_start": {(NOVEMBER, "member"): 10, (NOVEMBER, "fellow"): 2, (DECEMBER, "fellow"): 3},
        "joined": {(NOVEMBER, "fellow"): 1},
        "came_back": {(DECEMBER, "member"): 4},
        "left": {(NOVEMBER, "member"): 1, (NOVEMBER, "fellow"): 1},
    }
    months = [NOVEMBER, DECEMBER]

    assert story_of(months, "fellow", **counts) == [Month(NOVEMBER, 2, 1, 0, 1), Month(DECEMBER, 3, 0, 0, 0)]
    assert story_of(months, ALL, **counts) == [Month(NOVEMBER, 12, 1, 0, 2), Month(DECEMBER, 3, 0, 4, 0)]


def test_a_median_is_said_in_days():
    assert Turnaround(2, timedelta(days=3, hours=12)).days == 3.5
    assert Turnaround().days is None
