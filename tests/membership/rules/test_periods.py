"""Years of membership: whole, without a gap, whatever day they start on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.rules.periods import Period, due_reminder, grace_ends, renewed, year_from, years_after

DAY = timedelta(days=1)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 11, 29), date(2027, 11, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2024, 2, 28), date(2025, 2, 27)),
    ],
)
def test_a_year_ends_on_the_day_before_the_next_one(first, last):
    assert year_from(first) == Period(first, last)


@given(days)
def test_a_year_has_365_or_366_days_and_the_next_one_follows_it(first):
    year = year_from(first)

    assert (year.last - year.first).days + 1 in (365, 366)
    assert renewed(year.last, year.last, 30).first == year.last + DAY


@given(days, st.integers(1, 40))
def test_years_follow_each_other_without_a_day_lost_or_twice(first, years):
    year = year_from(first)
    for _ in range(years):
        following = renewed(year.last, year.last, 30)
        assert following.first == year.last + DAY
        year = following

    after = year.last + DAY
    assert (after.month, after.day) == ((3, 1) if (first.month, first.day) == (2, 29) else (first.month, first.day))
    assert after.year == first.year + years + 1


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_a_year_from_the_first_of_a_month_ends_with_the_month_before(year, month):
    last = year_from(date(year, month, 1)).last

    assert (last + DAY).day == 1
    assert (last.year, last.month) == (year + (month > 1), (month - 2) % 12 + 1)


@pytest.mark.parametrize("month", [1, 3, 5, 7, 8, 10, 12])
def test_a_year_from_the_31st_ends_on_the_30th(month):
    assert year_from(date(2027, month, 31)).last == date(2028, month, 30)


@given(days, st.integers(1, 40))
def test_so_many_years_on_is_the_same_day_but_for_leap_days(day, years):
    later = years_after(day, years)

    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2026, 4, 1)),
        (date(2026, 4, 30), date(2026, 4, 1)),
        (date(2026, 5, 1), date(2026, 5, 1)),
    ],
)
def test_who_renews_early_or_in_grace_loses_and_gains_no_day_and_later_starts_anew(today, first):
    assert grace_ends(date(2026, 3, 31), 30) == date(2026, 4, 30)
    assert renewed(date(2026, 3, 31), today, 30).first == first


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 1, 29), None),
        (date(2026, 1, 30), 60),
        (date(2026, 2, 28), 60),
        (date(2026, 3, 1), 30),
        (date(2026, 3, 24), 7),
        (date(2026, 3, 30), 7),
        (date(2026, 3, 31), 0),
        (date(2026, 4, 13), 0),
        (date(2026, 4, 14), -14),
        (date(2026, 12, 1), -14),
    ],
)
def test_the_reminder_that_is_due_is_the_latest_whose_day_has_come(today, due):
    assert due_reminder(date(2026, 3, 31), today, (60, 30, 7, 0, -14)) == due
