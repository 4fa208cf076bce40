"""Marking, criterion by criterion, and what the assessor does with the whole: return it or send it on."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, MoveRefused, StaleMove

from ..models import Criterion, Judgement, Submission
from ..permissions import holds_the_stage, may_hold
from ..workflow import SubmissionState
from .assessment_messages import tell_holder, tell_learner
from .stages import current_holder, enter_stage, leave_stages, locked, pause


class JudgementRefused(MoveRefused):
    """The judgement cannot be kept as it is; the first argument says why."""


class StaleJudgement(StaleMove):
    """The judgement was changed since the form was opened; ``kept`` is what stands now, None where none stands."""

    def __init__(self, kept: Judgement | None) -> None:
        super().__init__()
        self.kept = kept


def criteria_to_judge(submission: Submission) -> QuerySet[Criterion]:
    """The criteria that this attempt is judged on: all of the unit, less those met in an earlier attempt."""
    met = Judgement.objects.filter(
        unit_enrolment=submission.unit_enrolment, met=True, submission__attempt__lt=submission.attempt
    )
    return submission.unit_enrolment.unit_version.criteria.exclude(pk__in=met.values("criterion"))


@transaction.atomic
def judge(
    *,
    submission: Submission,
    criterion: Criterion,
    by: User,
    met: bool,
    feedback: str,
    at: datetime,
    revision: int = 0,
    moves: int | None = None,
) -> Judgement:
    """Keep one judgement; ``revision`` is that of the judgement on the form, 0 where there was none.

    Feedback is asked for where a criterion is not yet met: it tells the learner what would meet it. What the person
    has saved already, in another tab or by a second click, is not stale.
    Raises MoveNotAllowed (not in marking, not the holder), JudgementRefused, StaleJudgement, and StaleMove when the
    work has moved since the form was opened (``moves``), perhaps with other evidence.
    """
    work = locked(submission)
    _check_marker(work, by)
    if moves is not None and moves != work.moves:
        raise StaleMove
    if not criteria_to_judge(work).filter(pk=criterion.pk).exists():
        raise JudgementRefused(f"Criterion {criterion.code} is not judged in this attempt.")
    if not met and not feedback.strip():
        raise JudgementRefused("Say what is missing: a criterion that is not yet met needs feedback.")
    kept = Judgement.objects.filter(submission=work, criterion=criterion).select_related("by").first()
    if revision != (kept.revision if kept else 0):
        if kept and (kept.met, kept.feedback, kept.by) == (met, feedback.strip(), by):
            return kept
        raise StaleJudgement(kept)
    row = kept or Judgement(
        submission=work,
        unit_enrolment=work.unit_enrolment,
        unit_version=work.unit_enrolment.unit_version,
        criterion=criterion,
    )
    row.met, row.feedback, row.by, row.at, row.revision = met, feedback.strip(), by, at, revision + 1
    row.save()
    return row


def unjudged(submission: Submission) -> list[Criterion]:
    """The criteria of this attempt that still wait for a judgement."""
    done = Judgement.objects.filter(submission=submission).values("criterion")
    return list(criteria_to_judge(submission).exclude(pk__in=done))


@transaction.atomic
def send_on(*, submission: Submission, by: User, at: datetime, moves: int | None = None) -> Submission:
    """Send marked work to its verifier; the judgements as they stand now are sealed in the event.

    Raises MoveNotAllowed for anybody but the assessor, JudgementRefused while a criterion waits, MoveRefused when
    the verifier has left the centre, StaleMove.
    """
    work = locked(submission)
    _check_marker(work, by)
    if waiting := unjudged(work):
        codes = ", ".join(criterion.code for criterion in waiting)
        raise JudgementRefused(f"Judge every criterion first. Still waiting: {codes}.")
    verifier = current_holder(work, "verification")
    centre = work.unit_enrolment.enrolment.centre_id
    if verifier is None or not may_hold(verifier, "verification", centre_id=centre):
        raise MoveRefused("The verifier of this work has left. Ask your coordinator to name another, then send it.")
    enter_stage(
        work,
        "send_on",
        stage="verification",
        holder=verifier,
        at=at,
        actor=by,
        moves=moves,
        sealed={"judgements": judgements_said(work)},
        about=work.learner,
    )
    tell_holder(work, at=at)
    tell_learner(work, "stage_passed", at=at)
    return work


@transaction.atomic
def return_to_learner(
    *, submission: Submission, by: User, reason: str, at: datetime, moves: int | None = None
) -> Submission:
    """Give work back for a formal fault before it is marked; the clock stops, and it is no referral.

    Raises JudgementRefused without a reason or once a criterion of this attempt has been judged.
    """
    work = locked(submission)
    if not reason.strip():
        raise JudgementRefused("Say what the learner has to correct.")
    if work.judgements.exists():
        raise JudgementRefused("Marking has begun, so this work is marked to the end: judge it as it is.")
    leave_stages(work, "return", at=at, actor=by, moves=moves, sealed={"reason": reason.strip()}, about=work.learner)
    pause(work, at=at)
    tell_learner(work, "work_returned", at=at, reason=reason.strip())
    return work


def judgements_said(submission: Submission) -> list[dict[str, object]]:
    """Every judgement of the attempt in plain values, in order of the criteria."""
    rows = submission.judgements.select_related("criterion").order_by("criterion__position")
    return [
        {"criterion": row.criterion.code, "met": row.met, "feedback": row.feedback, "by": row.by_id} for row in rows
    ]


def _check_marker(work: Submission, by: User) -> None:
    if work.state != SubmissionState.MARKING or not holds_the_stage(by, work):
        raise MoveNotAllowed("This work is not with you for marking, so nothing was changed.")
