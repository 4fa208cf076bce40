"""Judging an application criterion by criterion, and what the assessor recommends in the end."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, MoveRefused, StaleMove, move

from ...models import CharteredApplication, CharteredCriterion, CriterionJudgement, StatementEvidence
from ...permissions import assesses
from ...workflow import ApplicationState, HolderStage
from ..chartered.messages import tell_applicant
from ..chartered.rows import locked
from .holders import holder_of, opened_to
from .messages import tell_moderators, tell_staff


class Advice(TextChoices):
    """What an assessor recommends."""

    AWARD = "award", "Award"
    NOT_YET = "not_yet", "Not yet: something is missing that can be added"
    DECLINE = "decline", "Decline"


class JudgementRefused(MoveRefused):
    """The judgement cannot be kept, or the whole not be recommended, as it is; the first argument says why."""


class StaleJudgement(StaleMove):
    """The judgement was changed since the form was opened; ``kept`` is what stands now, None where none stands."""

    def __init__(self, kept: CriterionJudgement | None) -> None:
        super().__init__()
        self.kept = kept


def met_earlier(application: CharteredApplication) -> QuerySet[CriterionJudgement]:
    """What an earlier attempt met: it stays met."""
    earlier = CriterionJudgement.objects.filter(application=application, attempt__lt=application.attempt, met=True)
    return earlier.select_related("criterion").order_by("criterion__position")


def criteria_to_judge(application: CharteredApplication) -> QuerySet[CharteredCriterion]:
    """The criteria that this attempt is judged on: those of the route, less those met in an earlier attempt."""
    return application.route.criteria.exclude(pk__in=met_earlier(application).values("criterion"))


def judged_now(application: CharteredApplication) -> QuerySet[CriterionJudgement]:
    """The judgements of this attempt, in order of the criteria."""
    rows = CriterionJudgement.objects.filter(application=application, attempt=application.attempt)
    return rows.select_related("criterion", "by").order_by("criterion__position")


@transaction.atomic
def judge(
    *,
    application: CharteredApplication,
    criterion: CharteredCriterion,
    by: User,
    met: bool,
    feedback: str,
    at: datetime,
    accepted: Collection[int] | None = None,
    revision: int = 0,
    moves: int | None = None,
) -> CriterionJudgement:
    """Keep one judgement; ``revision`` is that of the judgement on the form, 0 where there was none.

    ``accepted`` are the pieces of evidence behind the statement (StatementEvidence) that count; the others do not.
    What the person has saved already, in another tab or by a second click, is not stale.
    Raises MoveNotAllowed (not being assessed, not the holder, no declaration), JudgementRefused, StaleJudgement, and
    StaleMove when the application has moved since the form was opened.
    """
    row = locked(application)
    _check_assessor(row, by)
    if moves is not None and moves != row.moves:
        raise StaleMove
    if not criteria_to_judge(row).filter(pk=criterion.pk).exists():
        raise JudgementRefused(f"“{criterion}” is not judged in this attempt.")
    feedback = feedback.strip()
    if not met and not feedback:
        raise JudgementRefused("Say what is missing: a criterion that is not yet met needs feedback.")
    kept = judged_now(row).filter(criterion=criterion).first()
    if revision != (kept.revision if kept else 0):
        if kept and (kept.met, kept.feedback, kept.by) == (met, feedback, by):
            return kept
        raise StaleJudgement(kept)
    judgement = kept or CriterionJudgement(application=row, criterion=criterion, attempt=row.attempt)
    judgement.met, judgement.feedback, judgement.by, judgement.at = met, feedback, by, at
    judgement.revision = revision + 1
    judgement.save()
    if accepted is not None:
        _judge_evidence(row, criterion, by, accepted, at)
    return judgement


def unjudged(application: CharteredApplication) -> list[CharteredCriterion]:
    """The criteria of this attempt that still wait for a judgement."""
    return list(criteria_to_judge(application).exclude(pk__in=judged_now(application).values("criterion")))


@transaction.atomic
def recommend(
    *,
    application: CharteredApplication,
    by: User,
    advice: str,
    reason: str,
    at: datetime,
    moves: int | None = None,
) -> CharteredApplication:
    """Send the judged application to moderation; the judgements as they stand are sealed in the event.

    Raises JudgementRefused while a criterion waits or where the advice does not follow from the judgements,
    MoveNotAllowed and StaleMove.
    """
    row = locked(application)
    _check_assessor(row, by)
    if waiting := unjudged(row):
        titles = ", ".join(criterion.title for criterion in waiting)
        raise JudgementRefused(f"Judge every criterion first. Still waiting: {titles}.")
    missing = judged_now(row).filter(met=False).exists()
    if missing == (advice == Advice.AWARD):
        raise JudgementRefused(
            "A criterion is not yet met, so the status cannot be recommended."
            if missing
            else "Every criterion is met, so nothing is missing: recommend the award."
        )
    sealed = {"reason": reason.strip(), "judgements": judgements_said(row)}
    move(row, "recommend", at=at, actor=by, moves=moves, data={"advice": advice}, sealed=sealed, about=row.person)
    tell_applicant(row, "application_assessed", at=at)
    if holder := holder_of(row, HolderStage.MODERATION):
        tell_staff([holder.person], row, "application_to_moderate", at=at)
    else:
        tell_moderators(row, "application_to_moderate", at=at)
    return row


def judgements_said(application: CharteredApplication) -> list[dict[str, object]]:
    """Every judgement of the attempt in plain values, in order of the criteria."""
    return [
        {"criterion": row.criterion_id, "met": row.met, "feedback": row.feedback, "by": row.by_id}
        for row in judged_now(application)
    ]


def _judge_evidence(
    row: CharteredApplication, criterion: CharteredCriterion, by: User, accepted: Collection[int], at: datetime
) -> None:
    behind = StatementEvidence.objects.filter(
        statement__application=row, statement__criterion=criterion, version__isnull=False
    )
    behind.filter(pk__in=accepted).update(accepted=True, judged_by=by, judged_at=at)
    behind.exclude(pk__in=accepted).update(accepted=False, judged_by=by, judged_at=at)


def _check_assessor(row: CharteredApplication, by: User) -> None:
    if row.state != ApplicationState.ASSESSMENT or not assesses(by, row):
        raise MoveNotAllowed("This application is not with you for assessment, so nothing was changed.")
    if not opened_to(row, by, HolderStage.ASSESSMENT):
        raise MoveNotAllowed("Declare first that you have no conflict of interest.")
