"""Ten years of bank holidays of all four nations, day by day, against a calendar worked out here from the statute."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.rules.days import end_of
from qualifications.rules import clock
from qualifications.rules.clock import Days, result_due, stage_times

UK = ZoneInfo("Europe/London")
POLICY = Days(total=42, allocation=3, marking=21, verification=14, sign_off=7, warn_percent=80)
TARGETS = {"marking": 21, "verification": 35, "sign_off": 42}
OWN_DAYS = {"marking": 21, "verification": 14, "sign_off": 7}
YEARS = range(2024, 2034)
DAY = timedelta(days=1)
NATIONS = sorted(clock.SUBDIVISIONS)
STAGES = ["allocation", *TARGETS]
# Proclaimed for Scotland alone, for the World Cup.
ONCE = {"scotland": {date(2026, 6, 15)}}

MINUTES = 3500 * 24 * 60
moments = st.integers(0, MINUTES).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
waits = st.timedeltas(timedelta(), timedelta(days=90))
nations = st.sampled_from(NATIONS)


def easter(year):
    """Easter Sunday, by the Gregorian computus of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def monday(year, month, *, last=False):
    """The first or the last Monday of the month."""
    days = [date(year, month, number) for number in range(1, 32) if number <= 30 or month in (5, 8)]
    return [day for day in days if day.weekday() == 0][-1 if last else 0]


@cache
def closed(nation, year):
    """The bank holidays of the year on weekdays, those moved from a weekend included."""
    good_friday, scotland = easter(year) - 2 * DAY, nation == "scotland"
    fixed = [date(year, 1, 1), *([date(year, 1, 2)] if scotland else [])]
    found = {good_friday, monday(year, 5), monday(year, 5, last=True)} | ONCE.get(nation, set())
    found |= {monday(year, 8)} if scotland else {monday(year, 8, last=True), easter(year) + DAY}
    others = {"northern_ireland": [date(year, 3, 17), date(year, 7, 12)], "scotland": [date(year, 11, 30)]}
    for days in (fixed, *([day] for day in others.get(nation, [])), [date(year, 12, 25), date(year, 12, 26)]):
        taken = {day for day in days if day.weekday() < 5}
        for day in days:
            substitute = day
            while substitute.weekday() > 4 or (substitute != day and substitute in taken):
                substitute += DAY
            taken.add(substitute)
        found |= taken
    return found


def works(day, nation):
    """Whether the centre works on that day, by the calendar of this file."""
    return day.weekday() < 5 and day not in closed(nation, day.year)


def times_of(stage, start, handed_in, nation, paused=timedelta()):
    return stage_times(stage, start=start, handed_in=handed_in, paused=paused, days=POLICY, nation=nation)


@pytest.mark.parametrize("nation", NATIONS)
def test_every_day_of_ten_years_is_a_working_day_or_not_as_the_statute_has_it(nation):
    first, days = date(YEARS[0], 1, 1), (date(YEARS[-1] + 1, 1, 1) - date(YEARS[0], 1, 1)).days
    wrong = [
        day
        for day in (first + number * DAY for number in range(days))
        if clock.is_working_day(day, nation) != works(day, nation)
    ]

    assert wrong == []


@pytest.mark.parametrize("nation", NATIONS)
def test_no_working_day_lies_between_a_target_and_the_due_date_of_any_day_of_ten_years(nation):
    day = date(YEARS[0], 1, 1)
    while day < date(YEARS[-1], 9, 1):
        start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        allocation = times_of("allocation", start, start, nation).due_at.date()
        assert between(day + 3 * DAY, allocation, nation) == []
        for stage, target in TARGETS.items():
            due = times_of(stage, start, start, nation).due_at.date()
            assert works(due, nation)
            assert between(due + DAY, day + (target + 1) * DAY, nation) == []
        day += DAY


def between(first, end, nation):
    """The working days from ``first`` to the day before ``end``."""
    return [day for day in (first + n * DAY for n in range((end - first).days)) if works(day, nation)]


@given(start=moments, later=waits, stage=st.sampled_from(STAGES), nation=nations)
def test_who_starts_or_hands_in_later_is_never_due_earlier(start, later, stage, nation):
    first = times_of(stage, start, start, nation)

    assert times_of(stage, start + later, start + later, nation).due_at >= first.due_at
    assert times_of(stage, start + later, start, nation).due_at >= first.due_at


@given(start=moments, waited=st.integers(0, 80), stage=st.sampled_from(list(TARGETS)), nation=nations)
def test_a_stage_is_due_by_its_target_or_after_half_its_own_days_on_the_next_working_day(start, waited, stage, nation):
    handed_in = start - waited * DAY
    due = times_of(stage, start, handed_in, nation).due_at.date()
    target = handed_in.astimezone(UK).date() + TARGETS[stage] * DAY
    half = start.astimezone(UK).date() + -(-OWN_DAYS[stage] // 2) * DAY

    assert works(due, nation)
    assert due <= target or between(half, due, nation) == []
    assert due >= half


@given(start=moments, stage=st.sampled_from(list(TARGETS)), nation=nations)
def test_work_that_goes_from_stage_to_stage_at_once_is_never_due_after_the_result(start, stage, nation):
    due = times_of(stage, start, start, nation).due_at

    assert due <= result_due(start, timedelta(), POLICY)


@given(start=moments, days=st.integers(0, 60), stage=st.sampled_from(list(TARGETS)), nation=nations)
def test_days_with_the_learner_move_a_stage_as_if_the_work_had_been_handed_in_so_much_later(start, days, stage, nation):
    paused, resumed = days * DAY, start + (days + 1) * DAY
    shifted = times_of(stage, resumed, start, nation, paused)

    assert shifted.due_at == times_of(stage, resumed, start + paused, nation).due_at


@given(handed_in=moments, paused=st.timedeltas(timedelta(), timedelta(days=60)))
def test_the_result_is_due_exactly_forty_two_days_after_the_hand_in_and_the_pause(handed_in, paused):
    counted_from = (handed_in + paused).astimezone(UK).date()

    due = result_due(handed_in, paused, POLICY)

    assert due.astimezone(UK).replace(tzinfo=None) == datetime.combine(counted_from + 42 * DAY, datetime.min.time()) + (
        DAY - timedelta(seconds=1)
    )


@pytest.mark.parametrize("year", YEARS)
def test_days_end_at_the_same_time_of_the_clock_on_the_sides_of_both_changes(year):
    for month, hours in ((3, 23), (10, 25)):
        sunday = max(day for number in range(25, 32) if (day := date(year, month, number)).weekday() == 6)
        before, after = end_of(sunday - DAY), end_of(sunday)
        assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=hours)
        assert (before.hour, after.hour) == (23, 23)
