from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.rules.working_days import bank_holidays, easter_of, is_working_day, working_days_later


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter_is_when_it_is(year, sunday):
    assert easter_of(year) == sunday


def test_bank_holidays_of_a_year_whose_christmas_is_on_a_weekend():
    assert sorted(f"{day:%-d %b}" for day in bank_holidays(2027)) == sorted(
        ["1 Jan", "26 Mar", "29 Mar", "3 May", "31 May", "30 Aug", "27 Dec", "28 Dec"]
    )


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2027, 1, 19), 3, date(2027, 1, 22)),
        (date(2027, 1, 22), 1, date(2027, 1, 25)),
        (date(2027, 1, 23), 3, date(2027, 1, 27)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2027, 1, 19), 0, date(2027, 1, 19)),
        (date(2027, 1, 23), 0, date(2027, 1, 25)),
    ],
)
def test_so_many_working_days_later(day, count, due):
    assert working_days_later(day, count) == due


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 30))
def test_it_ends_on_a_working_day_with_as_many_between(day, count):
    due = working_days_later(day, count)
    days = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]

    assert is_working_day(due)
    assert sum(map(is_working_day, days)) in (count, count + 1)
    assert len(bank_holidays(day.year)) == 8
