"""Clocks at the place of an event, and the moments they stand for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.zones import FIRST, SECOND, ComesTwice, NoSuchTime, moment_of, moved_along, wall_of, which_of

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
        ((2026, 10, 25, 2, 0), LONDON, at(2026, 10, 25, 2, 0)),
    ],
)
def test_a_clock_is_a_moment(wall, zone, moment):
    assert moment_of(clock(*wall), zone) == moment
    assert wall_of(moment, zone) == clock(*wall)


def test_of_an_hour_that_comes_twice_it_has_to_be_said_which_is_meant():
    wall = clock(2027, 10, 31, 1, 30)
    with pytest.raises(ComesTwice) as refused:
        moment_of(wall, LONDON)

    assert str(refused.value) == (
        "01:30 comes twice on 31 October 2027 in Europe/London, since the clocks go back: choose the first (BST) or"
        " the second (GMT)."
    )
    assert moment_of(wall, LONDON, which=FIRST) == at(2027, 10, 31, 0, 30)
    assert moment_of(wall, LONDON, which=SECOND) == at(2027, 10, 31, 1, 30)


@pytest.mark.parametrize("which", [FIRST, SECOND])
def test_of_other_times_which_is_meant_says_nothing(which):
    assert moment_of(clock(2026, 7, 10, 9, 30), LONDON, which=which) == at(2026, 7, 10, 8, 30)
    with pytest.raises(NoSuchTime):
        moment_of(clock(2026, 3, 29, 1, 30), LONDON, which=which)


def test_a_clock_goes_along_by_days_and_in_the_hour_that_comes_twice_stays_behind_what_it_follows():
    week, before = timedelta(days=7), clock(2026, 10, 18, 1, 30)
    assert moved_along(clock(2026, 10, 21, 9, 30), LONDON, week) == at(2026, 10, 28, 9, 30)
    assert moved_along(before, LONDON, week) == at(2026, 10, 25, 0, 30)
    assert moved_along(before, LONDON, week, least=at(2026, 10, 25, 0, 30)) == at(2026, 10, 25, 0, 30)
    assert moved_along(before, LONDON, week, least=at(2026, 10, 25, 1, 0)) == at(2026, 10, 25, 1, 30)
    with pytest.raises(NoSuchTime):
        moved_along(clock(2026, 3, 22, 1, 30), LONDON, week)


@given(
    moment=st.datetimes(clock(2020, 1, 1), clock(2035, 1, 1)).map(lambda when: when.replace(tzinfo=UTC)),
    zone=st.sampled_from([LONDON, KATHMANDU, NEW_YORK, "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_what_a_clock_shows_is_read_as_that_moment(moment, zone):
    wall = wall_of(moment, zone)

    assert moment_of(wall, zone, which=which_of(moment, zone)) == moment
