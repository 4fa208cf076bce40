"""Stages: who holds them, by when, and the moves into and out of them.

Every function here is called inside the transaction of a service that has locked the unit enrolment (``locked``).
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.database import sentence_for
from cmiportal.workflow import MoveRefused, move

from ..models import ClockPause, Stage, StageHolder, Submission, UnitEnrolment
from ..permissions import may_hold
from ..rules.clock import Days, result_due, stage_times
from ..workflow import StageName


class HolderRefused(MoveRefused):
    """This person may not hold the stage; the first argument says why."""


def days() -> Days:
    """The policy of the six weeks, from the settings."""
    return Days(
        total=settings.ASSESSMENT_DAYS,
        allocation=settings.ALLOCATION_DAYS,
        marking=settings.MARKING_DAYS,
        verification=settings.VERIFICATION_DAYS,
        sign_off=settings.SIGN_OFF_DAYS,
        warn_percent=settings.NEARLY_LATE_PERCENT,
    )


def locked(submission: Submission) -> Submission:
    """The submission read afresh, with its unit enrolment and then its own row locked (that order everywhere)."""
    UnitEnrolment.objects.select_for_update().get(pk=submission.unit_enrolment_id)
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related(
            "stage",
            "unit_enrolment__enrolment__centre",
            "unit_enrolment__learner",
            "unit_enrolment__unit",
            "unit_enrolment__unit_version",
        )
        .get(pk=submission.pk)
    )


def paused_so_far(submission: Submission, *, at: datetime) -> timedelta:
    """For how long the clock has stood still."""
    pauses = submission.pauses.values_list("during", flat=True)
    return sum(((pause.upper or at) - pause.lower for pause in pauses), timedelta())


def check_role(submission: Submission, stage: str, person: User) -> None:
    """Raise HolderRefused unless the person has the role that the stage needs, at the learner's centre."""
    if not may_hold(person, stage, centre_id=submission.unit_enrolment.enrolment.centre_id):
        raise HolderRefused(f"{person} does not have the role that {StageName(stage).label.lower()} needs.")


def hold(submission: Submission, *, stage: str, person: User, at: datetime) -> StageHolder:
    """Make this person the current holder of the stage; whoever held it before is ended, not erased.

    Raises HolderRefused when the person holds or held another stage of this unit's work, or is the learner.
    """
    holders = StageHolder.objects.filter(unit_enrolment=submission.unit_enrolment, stage=stage)
    holders.filter(ended_at=None).exclude(person=person).update(ended_at=at)
    if holders.filter(person=person).update(ended_at=None):
        return holders.get(person=person)
    try:
        with transaction.atomic():
            return StageHolder.objects.create(
                unit_enrolment=submission.unit_enrolment,
                learner_id=submission.learner_id,
                stage=stage,
                person=person,
                since=at,
            )
    except IntegrityError as error:
        raise HolderRefused(f"{person}: {sentence_for(error)}") from error


def current_holder(submission: Submission, stage: str) -> User | None:
    """The person who holds the stage of this unit's work now, or None."""
    held = StageHolder.objects.filter(unit_enrolment=submission.unit_enrolment, stage=stage, ended_at=None)
    row = held.select_related("person").first()
    return row.person if row else None


def enter_stage(
    submission: Submission, action: str, *, stage: str, holder: User | None, at: datetime, **said: Any
) -> Submission:
    """End the open stage, open the next one for ``holder`` with its due date, and make the move.

    ``said`` as for ``move()``: actor, moves, data, sealed, and other columns to change.
    """
    if holder is not None:
        hold(submission, stage=stage, person=holder, at=at)
    _end_open(submission, at=at)
    centre = submission.unit_enrolment.enrolment.centre
    first = submission.hand_ins.order_by("number").values_list("at", flat=True)[0]
    paused = paused_so_far(submission, at=at)
    times = stage_times(stage, start=at, handed_in=first, paused=paused, days=days(), nation=centre.nation)
    opened = Stage.objects.create(
        submission=submission,
        unit_enrolment=submission.unit_enrolment,
        centre=centre,
        stage=stage,
        holder=holder,
        started_at=at,
        warn_at=times.warn_at,
        due_at=times.due_at,
    )
    due_at = result_due(first, paused, days())
    return move(submission, action, at=at, stage=opened, due_at=due_at, **said)


def leave_stages(submission: Submission, action: str, *, at: datetime, **said: Any) -> Submission:
    """End the open stage and make a move to a state that is no stage: returned, or an outcome."""
    _end_open(submission, at=at)
    return move(submission, action, at=at, stage=None, **said)


def pause(submission: Submission, *, at: datetime) -> None:
    """Stop the clock: the work is back with the learner."""
    ClockPause.objects.create(submission=submission, during=(at, None), reason="returned")


def resume(submission: Submission, *, at: datetime) -> None:
    """Let the clock run on; a pause of no time at all leaves no row."""
    for row in submission.pauses.filter(during__endswith=None):
        stopped_at = row.during.lower
        if at > stopped_at:
            row.during = (stopped_at, at)
            row.save(update_fields=["during"])
        else:
            row.delete()


def _end_open(submission: Submission, *, at: datetime) -> None:
    Stage.objects.filter(submission=submission, ended_at=None).update(ended_at=at)
