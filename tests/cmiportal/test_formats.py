"""Where nothing else is said, times are of twenty-four hours."""

from datetime import UTC, datetime, time

import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2027, 7, 1, 8, 30, tzinfo=UTC), "1 July 2027, 09:30"),
        (datetime(2027, 1, 1, 12, 0, tzinfo=UTC), "1 January 2027, 12:00"),
        (time(0, 0), "00:00"),
    ],
)
def test_a_time_says_no_noon_and_no_halves_of_the_day(value, said):
    assert Template("{{ value }}").render(Context({"value": value})) == said
