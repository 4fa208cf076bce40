"""Reading work that is assessed: each criterion with evidence and judgements, the stages with dates and holders."""

from dataclasses import dataclass, field
from datetime import datetime

from cmiportal.accounts.models import User

from ..models import Criterion, HandIn, HandInItem, Judgement, StageHolder, Submission
from ..rules.clock import ORDER
from ..workflow import OUTCOMES, HolderStage, StageName
from .hand_ins import evidence_of, planned_dates
from .history import reason_in


@dataclass(frozen=True)
class JudgedCriterion:
    """A criterion in one attempt: what was handed in for it, its judgement, and the last one of an earlier attempt."""

    criterion: Criterion
    items: list[HandInItem] = field(default_factory=list)
    judgement: Judgement | None = None
    earlier: Judgement | None = None

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


def judged_criteria(hand_in: HandIn) -> list[JudgedCriterion]:
    """Every criterion of the unit in its order, with the evidence of this hand-in; four queries."""
    submission = hand_in.submission
    here: dict[int, Judgement] = {}
    earlier: dict[int, Judgement] = {}
    rows = Judgement.objects.filter(
        unit_enrolment=submission.unit_enrolment_id, submission__attempt__lte=submission.attempt
    )
    for row in rows.select_related("by", "submission").order_by("submission__attempt"):
        (here if row.submission_id == submission.pk else earlier)[row.criterion_id] = row
    return [
        JudgedCriterion(one.criterion, one.items, here.get(one.criterion.pk), earlier.get(one.criterion.pk))
        for one in evidence_of(hand_in)
    ]


def stage_lines(submission: Submission, *, at: datetime) -> list[StageLine]:
    """Marking, verification and sign-off: when each was done, or is due; work that came back is not done again."""
    done = dict(submission.stages.filter(ended_at__isnull=False).order_by("ended_at").values_list("stage", "ended_at"))
    planned = planned_dates(submission, at=at)
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


def came_back_because(submission: Submission, action: str) -> str:
    """The reason of the last move if it was this action, changes of hands aside; empty otherwise, or once erased."""
    event = submission.events.exclude(action="reallocate").last()
    return reason_in(event) if event and event.action == action else ""


def holders_of(submission: Submission) -> dict[str, User]:
    """Who holds marking, verification and sign-off of the unit's work now, by stage; one query."""
    rows = StageHolder.objects.filter(unit_enrolment=submission.unit_enrolment_id, ended_at=None)
    by_stage = {row.stage: row.person for row in rows.select_related("person")}
    return {stage: by_stage[stage] for stage in HolderStage if stage in by_stage}
