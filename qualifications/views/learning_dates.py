"""The dates that a learner waits for or works towards, under all units of a place: who has the work, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from ..models import Submission
from ..services.unit_choice import Choice
from ..workflow import IN_A_STAGE, StageName, SubmissionState
from .unit_words import portfolio_address

# A learner reads the role and never the person: who marks is not theirs to know.
WHO_HAS_IT = {
    StageName.ALLOCATION: "your centre chooses who marks it",
    StageName.MARKING: "an assessor at your centre has it",
    StageName.VERIFICATION: "a verifier at your centre has it",
    StageName.SIGN_OFF: "a moderator of the Institute has it",
}


@dataclass(frozen=True)
class DateLine:
    """By ``by``, ``what`` is due; ``note`` says who has it. ``href`` leads to the work."""

    by: datetime
    what: str
    href: str
    note: str = ""
    is_late: bool = False


def dates_of(choice: Choice, *, at: datetime) -> list[DateLine]:
    """Every date of the units chosen, the soonest first; no query."""
    found = (line for number in choice.chosen for line in _of_unit(choice, number, at=at))
    return sorted(found, key=lambda line: (line.by, line.what))


def _of_unit(choice: Choice, number: str, *, at: datetime) -> Iterator[DateLine]:
    unit = choice.units[number]
    last: Submission | None = unit.attempts[-1] if unit.attempts else None
    if last is None:
        return
    if last.state == SubmissionState.REFERRED and last.resubmit_by and last.resubmit_by >= at:
        yield DateLine(last.resubmit_by, f"Resubmit unit {number}", portfolio_address(unit))
    if last.state not in IN_A_STAGE:
        return
    here = reverse("qualifications:submission_detail", args=[last.pk])
    stage, result = last.stage, last.due_at
    if stage is not None:
        what = f"{stage.get_stage_display()} of unit {number}"
        yield DateLine(stage.due_at, what, here, WHO_HAS_IT[StageName(stage.stage)], stage.due_at < at)
    if result is not None:
        yield DateLine(result, f"Result of unit {number}", here, is_late=result < at)
