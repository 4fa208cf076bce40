"""Stages: one open at a time with its holder and due date, the clock through all of them, and who holds what."""

from datetime import UTC, datetime, timedelta

import pytest

from cmiportal.rules.days import end_of
from qualifications.models import ClockPause, Stage, StageHolder
from qualifications.services.stages import (
    HolderRefused,
    current_holder,
    hold,
    locked,
    pause,
    paused_so_far,
    resume,
)
from tests.factories.assessment import Desk

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def desk():
    return Desk()


def due(desk):
    return [(row.stage, row.due_at) for row in Stage.objects.filter(submission=desk.key).order_by("pk")]


def on(month, day, year=2026):
    return end_of(datetime(year, month, day, tzinfo=UTC).date())


def test_work_that_goes_on_in_time_is_due_by_days_21_35_and_42_of_its_hand_in(desk):
    """Handed in on Monday 2 November 2026; all the days are Mondays and no bank holidays."""
    desk.at += DAY
    desk.allocated()
    desk.at += 10 * DAY
    desk.sent_on()
    desk.at += 10 * DAY
    desk.agreed()

    assert due(desk) == [
        ("allocation", on(11, 5)),
        ("marking", on(11, 23)),
        ("verification", on(12, 7)),
        ("sign_off", on(12, 14)),
    ]
    assert desk.work.due_at == on(12, 14)


def test_a_stage_that_starts_late_keeps_half_its_days_and_the_result_its_date(desk):
    desk.at += 30 * DAY
    desk.allocated()

    # 11 days after Wednesday 2 December is a Sunday: the next working day.
    assert due(desk)[-1] == ("marking", on(12, 14))
    assert desk.work.due_at == on(12, 14)


def test_each_round_ends_the_one_before(desk):
    desk.at += DAY
    desk.allocated()

    first, second = Stage.objects.order_by("pk")
    assert (first.ended_at, second.started_at, second.ended_at) == (desk.at, desk.at, None)
    assert desk.work.stage == second


def test_the_clock_stands_still_while_it_is_paused(desk):
    work = desk.work
    pause(work, at=desk.at)
    assert paused_so_far(work, at=desk.at + 3 * DAY) == 3 * DAY

    resume(work, at=desk.at + 5 * DAY)
    pause(work, at=desk.at + 7 * DAY)

    assert paused_so_far(work, at=desk.at + 8 * DAY) == 6 * DAY


def test_a_clock_that_runs_is_resumed_to_no_effect(desk):
    resume(desk.work, at=desk.at)

    assert not ClockPause.objects.exists()


def test_holding_twice_is_holding_once(desk):
    for _ in range(2):
        hold(desk.work, stage="marking", person=desk.assessor, at=desk.at)

    assert StageHolder.objects.get().person == desk.assessor
    assert current_holder(desk.work, "marking") == desk.assessor
    assert current_holder(desk.work, "verification") is None


def test_what_the_database_refuses_is_said_in_a_sentence(desk):
    hold(desk.work, stage="marking", person=desk.assessor, at=desk.at)

    with pytest.raises(HolderRefused) as refused:
        hold(desk.work, stage="sign_off", person=desk.assessor, at=desk.at)

    assert str(refused.value) == "Dilwyn Tarrant: This person already holds another stage of this unit's work."


def test_locking_reads_the_work_afresh(desk):
    stale = desk.work
    desk.allocated()

    work = locked(stale)

    assert (stale.state, work.state, work.stage.holder) == ("allocation", "marking", desk.assessor)
