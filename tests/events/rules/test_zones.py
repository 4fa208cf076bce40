"""Clocks at the place of an event, and the moments they stand for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.zones import NoSuchTime, moment_of, wall_of

LONDON, KATHMANDU, NEW_YORK = "Europe/London", "Asia/Kathmandu", "America/New_York"


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def clock(*parts):
    return datetime(*parts)  # noqa: DTZ001 - a clock on the wall says no zone


@pytest.mark.parametrize(
    ("wall", "zone", "moment"),
    [
        ((2026, 12, 10, 9, 30), LONDON, at(2026, 12, 10, 9, 30)),
        ((2026, 7, 10, 9, 30), LONDON, at(2026, 7, 10, 8, 30)),
        ((2026, 7, 10, 9, 30), KATHMANDU, at(2026, 7, 10, 3, 45)),
        ((2026, 7, 10, 9, 30), NEW_YORK, at(2026, 7, 10, 13, 30)),
        # The hour that comes twice: the first of them.
        ((2026, 10, 25, 1, 30), LONDON, at(2026, 10, 25, 0, 30)),
        ((2026, 10, 25, 2, 0), LONDON, at(2026, 10, 25, 2, 0)),
    ],
)
def test_a_clock_is_a_moment(wall, zone, moment):
    assert moment_of(clock(*wall), zone) == moment
    assert wall_of(moment, zone) == clock(*wall)


def test_an_end_in_the_hour_that_comes_twice_is_the_one_after_the_start():
    start = moment_of(clock(2026, 10, 25, 1, 45), LONDON)

    assert moment_of(clock(2026, 10, 25, 1, 30), LONDON, after=start) == at(2026, 10, 25, 1, 30)
    assert moment_of(clock(2026, 10, 25, 1, 50), LONDON, after=start) == at(2026, 10, 25, 0, 50)


def test_a_time_that_clocks_leave_out_is_refused_with_a_sentence():
    with pytest.raises(NoSuchTime) as refused:
        moment_of(clock(2026, 3, 29, 1, 30), LONDON)
    assert str(refused.value) == ("There is no 01:30 on 29 March 2026 in Europe/London: the clocks go forward over it.")


@given(
    moment=st.datetimes(clock(2020, 1, 1), clock(2035, 1, 1)).map(lambda when: when.replace(tzinfo=UTC)),
    zone=st.sampled_from([LONDON, KATHMANDU, NEW_YORK, "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_what_a_clock_shows_is_read_as_that_moment_or_the_first_that_shows_it(moment, zone):
    wall = wall_of(moment, zone)

    read = moment_of(wall, zone)

    assert wall_of(read, zone) == wall
    assert timedelta(0) <= moment - read <= timedelta(hours=1)
