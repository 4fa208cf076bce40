"""The six weeks: dates in UK time, working days by nation, pauses, late starts, summer time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.rules.days import uk_day
from qualifications.rules import clock
from qualifications.rules.clock import Days, result_due, stage_times

POLICY = Days(total=42, allocation=3, marking=21, verification=14, sign_off=7, warn_percent=80)
NONE = timedelta()
UK = ZoneInfo("Europe/London")
JANUARY = datetime(2024, 1, 1, tzinfo=UTC)


def due_day(stage, start, handed_in=None, paused=NONE, nation="england"):
    times = stage_times(stage, start=start, handed_in=handed_in or start, paused=paused, days=POLICY, nation=nation)
    return times.due_at.date()


def test_the_result_is_due_on_the_forty_second_day_at_its_end():
    handed_in = datetime(2026, 11, 2, 21, 14, tzinfo=UTC)

    assert result_due(handed_in, NONE, POLICY) == datetime(2026, 12, 14, 23, 59, 59, tzinfo=UK)


def test_work_handed_in_just_after_midnight_in_british_summer_time_counts_from_that_day():
    assert uk_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("handed_in", "due"),
    [
        (datetime(2026, 3, 20, 12, tzinfo=UTC), "2026-05-01T23:59:59+01:00"),
        (datetime(2026, 10, 1, 12, tzinfo=UTC), "2026-11-12T23:59:59+00:00"),
    ],
)
def test_the_change_of_summer_time_moves_no_day(handed_in, due):
    assert result_due(handed_in, NONE, POLICY).isoformat() == due


def test_time_with_the_learner_is_added():
    handed_in = datetime(2026, 11, 2, 12, tzinfo=UTC)

    assert result_due(handed_in, timedelta(days=5), POLICY).date() == date(2026, 12, 19)


def test_stages_are_due_on_working_days_counted_from_the_hand_in():
    handed_in = datetime(2026, 11, 2, 12, tzinfo=UTC)

    assert due_day("allocation", handed_in) == date(2026, 11, 5)
    assert due_day("marking", handed_in + timedelta(days=1), handed_in) == date(2026, 11, 23)
    assert due_day("verification", handed_in + timedelta(days=15), handed_in) == date(2026, 12, 7)
    assert due_day("sign_off", handed_in + timedelta(days=30), handed_in) == date(2026, 12, 14)


def test_a_target_on_a_weekend_is_the_friday_before():
    assert due_day("marking", datetime(2026, 11, 7, 12, tzinfo=UTC)) == date(2026, 11, 27)


def test_allocation_over_a_weekend_waits_for_the_next_working_day():
    assert due_day("allocation", datetime(2026, 11, 5, 12, tzinfo=UTC)) == date(2026, 11, 9)


def test_bank_holidays_are_those_of_the_nation():
    handed_in = datetime(2026, 11, 9, 12, tzinfo=UTC)
    st_andrew = due_day("marking", handed_in, nation="scotland")

    assert (due_day("marking", handed_in), st_andrew) == (date(2026, 11, 30), date(2026, 11, 27))


def test_a_stage_that_starts_late_still_gets_half_its_days():
    handed_in = datetime(2026, 11, 2, 12, tzinfo=UTC)
    late = handed_in + timedelta(days=36)

    assert due_day("verification", late, handed_in) == date(2026, 12, 15)


def test_the_warning_comes_after_eighty_per_cent_of_the_stage():
    start = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
    times = stage_times("marking", start=start, handed_in=start, paused=NONE, days=POLICY, nation="england")

    assert (times.warn_at - start) / (times.due_at - start) == pytest.approx(0.8)


@given(
    start=st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: JANUARY + timedelta(minutes=minutes)),
    stage=st.sampled_from(["allocation", *clock.ORDER]),
    nation=st.sampled_from(sorted(clock.SUBDIVISIONS)),
    waited=st.integers(0, 60),
    paused=st.integers(0, 30),
)
def test_in_ten_years_of_bank_holidays_every_stage_ends_on_a_working_day_after_its_warning(
    start, stage, nation, waited, paused
):
    times = stage_times(
        stage,
        start=start,
        handed_in=start - timedelta(days=waited),
        paused=timedelta(days=paused),
        days=POLICY,
        nation=nation,
    )

    assert clock.is_working_day(times.due_at.date(), nation)
    assert start <= times.warn_at <= times.due_at
    assert times.due_at.astimezone(UK).strftime("%H:%M:%S") == "23:59:59"


@pytest.mark.parametrize(
    ("at", "nation", "days"),
    [
        (datetime(2026, 12, 23, 12, tzinfo=UTC), "england", 0),
        (datetime(2026, 12, 24, 0, 30, tzinfo=UTC), "england", 1),
        (datetime(2026, 12, 28, 12, tzinfo=UTC), "england", 1),
        (datetime(2026, 12, 29, 12, tzinfo=UTC), "england", 2),
        (datetime(2027, 1, 4, 12, tzinfo=UTC), "england", 5),
        (datetime(2027, 1, 5, 12, tzinfo=UTC), "england", 6),
        (datetime(2027, 1, 5, 12, tzinfo=UTC), "scotland", 5),
    ],
)
def test_lateness_counts_working_days_of_the_nation_after_the_due_day(at, nation, days):
    due = datetime(2026, 12, 23, 23, 59, 59, tzinfo=UK)

    assert clock.working_days_late(due, at, nation) == days


def test_what_is_not_due_yet_is_not_late():
    assert clock.working_days_late(datetime(2026, 12, 23, tzinfo=UK), datetime(2026, 12, 1, tzinfo=UK), "wales") == 0
