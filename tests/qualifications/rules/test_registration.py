"""How long a registration lasts and how old a learner is."""

from datetime import date

import pytest

from qualifications.rules.registration import age_on, last_day


@pytest.mark.parametrize(
    ("registered_on", "years", "until"),
    [
        (date(2026, 9, 14), 3, date(2029, 9, 14)),
        (date(2028, 2, 29), 3, date(2031, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
    ],
)
def test_a_registration_ends_on_the_same_day_of_the_year(registered_on, years, until):
    assert last_day(registered_on, years) == until


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2000, 5, 10), date(2026, 5, 9), 25),
        (date(2000, 5, 10), date(2026, 5, 10), 26),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_counts_full_years(born_on, day, age):
    assert age_on(born_on, day) == age
