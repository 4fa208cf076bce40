"""Reading work that is assessed: each criterion with evidence and judgements, the stages with dates and holders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import SealedPayload

from ..models import CentreStaff, Criterion, HandIn, HandInItem, Judgement, StageHolder, Submission
from ..rules.clock import ORDER
from ..workflow import OUTCOMES, STAGE_ROLES, HolderStage, StageName, SubmissionState
from .hand_ins import dates_from, evidence_of
from .staff import moderators


@dataclass(frozen=True)
class JudgedCriterion:
    """A criterion in one attempt: what was handed in for it, its judgement, and the last one of an earlier attempt.

    ``before`` is what was handed in for it the time before, in this attempt (a return) or an earlier one (a referral).
    """

    criterion: Criterion
    items: list[HandInItem] = field(default_factory=list)
    judgement: Judgement | None = None
    earlier: Judgement | None = None
    before: list[HandInItem] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether this attempt is judged on it: a criterion once met stays met."""
        return self.earlier is None or not self.earlier.met

    @property
    def standing(self) -> Judgement | None:
        """The judgement that counts now, of this attempt or an earlier one; None where it is still to be judged."""
        return self.judgement if self.is_open else self.earlier


@dataclass(frozen=True)
class StageLine:
    """A stage as dates: due, and done or not; ``now`` while it is under way."""

    stage: StageName
    due: datetime
    done: datetime | None
    now: bool


@dataclass(frozen=True)
class WorkToJudge:
    """What a desk shows: every criterion of the unit in its order, and how often the unit was referred before."""

    criteria: list[JudgedCriterion]
    referrals: int


def work_to_judge(submission: Submission) -> WorkToJudge:
    """What was last handed in of this attempt, beside what was before it, and the judgements; three queries.

    A hand-in is never empty: it has evidence for every criterion that is open.
    """
    judgements = list(judgements_until(submission))
    last_two = hand_ins_until(submission).order_by("-submission__attempt", "-number").values("pk")[:2]
    items = HandInItem.objects.filter(hand_in__in=last_two).select_related("item_version__file")
    newest_first = ("-hand_in__submission__attempt", "-hand_in__number", "item_version__created_at", "pk")
    by_hand_in: dict[UUID, list[HandInItem]] = {}
    for item in items.order_by(*newest_first):
        by_hand_in.setdefault(item.hand_in_id, []).append(item)
    last, before = [*by_hand_in.values(), [], []][:2]
    criteria = Criterion.objects.filter(unit_version=submission.unit_enrolment.unit_version_id)
    found = {one.pk: JudgedCriterion(one, [], *judged_in(submission, judgements, one)) for one in criteria}
    for item in last:
        item.criterion = found[item.criterion_id].criterion
        found[item.criterion_id].items.append(item)
    for item in before:
        found[item.criterion_id].before.append(item)
    referred = {row.submission_id for row in judgements if row.submission.state == SubmissionState.REFERRED}
    return WorkToJudge(list(found.values()), len(referred))


def hand_ins_until(submission: Submission) -> QuerySet[HandIn]:
    """What was handed in of the unit up to this attempt, attempts that were taken back aside."""
    made = HandIn.objects.filter(
        unit_enrolment=submission.unit_enrolment_id, submission__attempt__lte=submission.attempt
    )
    return made.exclude(submission__state=SubmissionState.WITHDRAWN)


def judgements_until(submission: Submission) -> QuerySet[Judgement]:
    """The judgements of the unit up to this attempt, the earliest attempt first."""
    rows = Judgement.objects.filter(
        unit_enrolment=submission.unit_enrolment_id, submission__attempt__lte=submission.attempt
    )
    return rows.select_related("by", "submission").order_by("submission__attempt")


def judged_in(
    submission: Submission, rows: Iterable[Judgement], criterion: Criterion
) -> tuple[Judgement | None, Judgement | None]:
    """The judgement of the criterion in this attempt, and the last one before it."""
    of_it = [row for row in rows if row.criterion_id == criterion.pk]
    here = [row for row in of_it if row.submission_id == submission.pk]
    earlier = [row for row in of_it if row.submission_id != submission.pk]
    return (here[-1] if here else None), (earlier[-1] if earlier else None)


def judged_criteria(hand_in: HandIn) -> list[JudgedCriterion]:
    """Every criterion of the unit in its order, with the evidence of this hand-in; four queries."""
    rows = list(judgements_until(hand_in.submission))
    return [
        JudgedCriterion(one.criterion, one.items, *judged_in(hand_in.submission, rows, one.criterion))
        for one in evidence_of(hand_in)
    ]


def stage_lines(submission: Submission, hand_ins: Sequence[HandIn], *, at: datetime) -> list[StageLine]:
    """Marking, verification and sign-off: when each was done, or is due; work that came back is not done again.

    ``hand_ins`` are those of this attempt, the first one first.
    """
    done, paused = _run_so_far(submission, at=at)
    planned = dates_from(hand_ins[0], paused=paused)
    open_stage = submission.stage
    reached = ORDER.index(submission.state) if submission.state in ORDER else 0
    over = submission.state in OUTCOMES
    lines: list[StageLine] = []
    for place, name in enumerate(ORDER):
        now = open_stage is not None and open_stage.stage == name
        # A stage that started late is due later than planned, and so is what follows it.
        due = max([planned[name], *(line.due for line in lines)])
        if open_stage is not None and now:
            due = open_stage.due_at
        lines.append(StageLine(StageName(name), due, done.get(name) if over or place < reached else None, now))
    return lines


def _run_so_far(submission: Submission, *, at: datetime) -> tuple[dict[str, datetime], timedelta]:
    """When each stage last ended, and for how long the clock stood still; one query."""
    ended = submission.stages.filter(ended_at__isnull=False).values_list("stage", "started_at", "ended_at")
    pauses = submission.pauses.values_list(Value(""), F("during__startswith"), F("during__endswith"))
    rows = sorted(ended.union(pauses, all=True), key=lambda row: row[2] or at)
    done = {stage: end for stage, _, end in rows if stage and end}
    return done, sum(((end or at) - start for stage, start, end in rows if not stage), timedelta())


def came_back(submission: Submission, action: str) -> dict[str, Any]:
    """What was said in the last move if it was this action, changes of hands aside; one query.

    ``reason``, and of a return to the assessor ``look_again``: the codes of criteria. Empty otherwise, or once erased.
    """
    said = SealedPayload.objects.filter(pk=OuterRef("payload_id")).values("body")
    event = submission.events.exclude(action="reallocate").annotate(said=Subquery(said)).last()
    return event.said or {} if event and event.action == action else {}


def ever_held(submission: Submission, *, at: datetime) -> list[StageHolder]:
    """Whoever holds or held a stage of the unit's work, those who hold it now first, by stage; one query.

    ``serves`` says whether the person has the role that the stage needs, on that day.
    """
    needed = Case(*(When(stage=stage, then=Value(role)) for stage, role in STAGE_ROLES.items()))
    at_centre = CentreStaff.objects.held(on=uk_day(at)).filter(
        user=OuterRef("person"), role=OuterRef("needed"), centre=submission.unit_enrolment.enrolment.centre_id
    )
    moderates = When(stage=StageName.SIGN_OFF, then=Exists(moderators().filter(pk=OuterRef("person"))))
    rows = StageHolder.objects.filter(unit_enrolment=submission.unit_enrolment_id).select_related("person")
    found = rows.annotate(needed=needed).annotate(serves=Case(moderates, default=Exists(at_centre)))
    stages = list(HolderStage)
    return sorted(found, key=lambda row: (row.ended_at is not None, stages.index(HolderStage(row.stage))))


def holders_of(submission: Submission) -> dict[str, User]:
    """Who holds marking, verification and sign-off of the unit's work now, by stage; one query."""
    rows = StageHolder.objects.filter(unit_enrolment=submission.unit_enrolment_id, ended_at=None)
    by_stage = {row.stage: row.person for row in rows.select_related("person")}
    return {stage: by_stage[stage] for stage in HolderStage if stage in by_stage}
