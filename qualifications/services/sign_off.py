"""Verification and sign-off: agree or return, confirm or return, and the outcome."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..models import Criterion, Submission, UnitEnrolment, UnitPass
from ..rules.clock import days_later
from ..rules.outcome import outcome
from ..workflow import StageName, SubmissionState
from .allocation import moderator_for
from .assessment_messages import tell_holder, tell_learner
from .awards import lock_places, raise_awards
from .marking import judgements_said
from .membership import offer_pass
from .stages import current_holder, enter_stage, leave_stages, locked

RETURN_NEEDS_REASON = "Say why you return it; who gets it back reads your reason."


@transaction.atomic
def agree(*, submission: Submission, by: User, at: datetime, moves: int | None = None) -> Submission:
    """The verifier agrees with the marking; the work goes to a moderator. Raises MoveRefused where none is free."""
    work = locked(submission)
    enter_stage(work, "agree", stage="sign_off", holder=moderator_for(work), at=at, actor=by, moves=moves)
    tell_holder(work, at=at)
    tell_learner(work, "stage_passed", at=at)
    return work


@transaction.atomic
def send_back(
    *,
    submission: Submission,
    by: User,
    reason: str,
    at: datetime,
    moves: int | None = None,
    look_again: Sequence[str] = (),
) -> Submission:
    """Return work one stage: the verifier to the assessor, the moderator to the verifier, with a reason (sealed).

    ``look_again`` are the codes of the criteria that it is about. Raises MoveRefused without a reason, MoveNotAllowed
    from any other state.
    """
    work = locked(submission)
    if not reason.strip():
        raise MoveRefused(RETURN_NEEDS_REASON)
    action, stage = ("question", "verification") if work.state == StageName.SIGN_OFF else ("send_back", "marking")
    work.workflow.find(action, work.state)
    enter_stage(
        work,
        action,
        stage=stage,
        holder=current_holder(work, stage),
        at=at,
        actor=by,
        moves=moves,
        sealed={"reason": reason.strip(), "look_again": list(look_again), "judgements": judgements_said(work)},
        about=work.learner,
    )
    tell_holder(work, at=at, reason=reason.strip(), sender=by)
    return work


@transaction.atomic
def confirm(*, submission: Submission, by: User, at: datetime, moves: int | None = None) -> Submission:
    """The moderator confirms the judgements: passed, referred, or not passed when no resubmission is left.

    A pass is kept, and any award that it completes is raised.
    """
    lock_places(submission.learner)
    work = locked(submission)
    action = outcome_of(work)
    changes = {"resubmit_by": days_later(at, settings.RESUBMISSION_DAYS)} if action == "refer" else {}
    leave_stages(
        work,
        action,
        at=at,
        actor=by,
        moves=moves,
        sealed={"judgements": judgements_said(work)},
        about=work.learner,
        **changes,
    )
    if action == "fail":
        UnitEnrolment.objects.filter(pk=work.unit_enrolment_id).update(failed_at=at)
    tell_learner(work, f"outcome_{work.state}", at=at)
    if action == "pass":
        keep_pass(work, by=by, at=at)
        raise_awards(learner=work.learner, unit=work.unit_enrolment.unit, at=at)
    return work


def outcome_of(submission: Submission) -> str:
    """``pass``, ``refer`` or ``fail``: what the judgements as they stand amount to."""
    unit_enrolment = submission.unit_enrolment
    return outcome_after(all_met=not unmet(unit_enrolment), referrals=referrals(unit_enrolment))


def outcome_after(*, all_met: bool, referrals: int) -> str:
    """``pass``, ``refer`` or ``fail``, by the policy of resubmissions."""
    allowed = settings.RESUBMISSIONS_ALLOWED
    return outcome(all_met=all_met, attempt=1 + referrals, resubmissions_allowed=allowed)


def referrals(unit_enrolment: UnitEnrolment) -> int:
    """How often the unit was referred: attempts that were taken back do not use up a resubmission."""
    return unit_enrolment.submissions.filter(state=SubmissionState.REFERRED).count()


def unmet(unit_enrolment: UnitEnrolment) -> list[Criterion]:
    """Criteria of the unit that no attempt has met."""
    met = unit_enrolment.judgements.filter(met=True).values("criterion")
    return list(unit_enrolment.unit_version.criteria.exclude(pk__in=met))


def keep_pass(submission: Submission, *, by: User, at: datetime) -> UnitPass:
    """The pass as a fact about learner and unit; one that already stands, from another place, stays."""
    unit_enrolment = submission.unit_enrolment
    try:
        with transaction.atomic():
            row = UnitPass.objects.create(
                learner=submission.learner,
                unit=unit_enrolment.unit,
                unit_version=unit_enrolment.unit_version,
                passed_on=uk_day(at),
                unit_enrolment=unit_enrolment,
                submission=submission,
                decided_by=by,
            )
    except IntegrityError:
        return UnitPass.objects.standing().get(learner=submission.learner, unit=unit_enrolment.unit)
    offer_pass(row, at=at)
    return row
