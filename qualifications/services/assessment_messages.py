"""What learners and staff are told while work is assessed: one place for the contexts of these messages."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.services import notify

from ..models import Judgement, Stage, Submission
from ..permissions import may_hold
from ..workflow import OUTCOMES, StageName
from .staff import coordinators_of


def about(submission: Submission) -> dict[str, Any]:
    """Plain values that every message about a submission can use."""
    unit_enrolment = submission.unit_enrolment
    due_at = submission.due_at
    return {
        "unit": unit_enrolment.unit.number,
        "title": unit_enrolment.unit_version.title,
        "attempt": submission.attempt,
        "result_due": due_at.isoformat() if due_at else "",
        "path": reverse("qualifications:submission_detail", args=[submission.pk]),
    }


def for_staff(submission: Submission, stage: Stage) -> dict[str, Any]:
    """Plain values that every message about a stage of the work can use; those of ``about`` too."""
    return {
        **about(submission),
        "learner": str(submission.learner),
        "stage": stage.get_stage_display().lower(),
        "due": stage.due_at.isoformat(),
    }


def tell_holder(submission: Submission, *, at: datetime, reason: str = "", sender: User | None = None) -> None:
    """Tell whoever holds the open stage that the work is with them, by when, and from whom and why if it came back.

    Somebody who has lost the role meanwhile cannot act: then the coordinators are told that somebody else is needed.
    """
    stage = _open_stage(submission)
    if not may_hold(stage.holder, stage.stage, centre_id=stage.centre_id):
        _tell_nobody_can(submission, at=at)
        return
    notify(
        kind="work_returned_to_you" if reason else "work_allocated",
        key=f"work:{submission.pk}:{submission.moves}",
        recipient=stage.holder,
        context={**for_staff(submission, stage), "reason": reason, "sender": str(sender or "")},
        at=at,
    )


def tell_to_allocate(submission: Submission, *, at: datetime) -> None:
    """Tell the coordinators that work was handed in for which somebody has to be found."""
    _tell_coordinators(submission, "work_to_allocate", {}, at=at)


def tell_same_files(submission: Submission, names: list[str], *, at: datetime) -> None:
    """Tell the coordinators which files of the work another learner handed in too; whose, the page of the work says.

    That page names only learners whose work the reader handles, which a message cannot know.
    """
    _tell_coordinators(submission, "same_file", {"files": names}, at=at)


def tell_former_holder(submission: Submission, former: User | None, stage: str, *, at: datetime) -> None:
    """Tell whoever had the stage that somebody else has it now, unless they have left altogether."""
    if former is None or not former.is_active:
        return
    notify(
        kind="work_reallocated",
        key=f"work-reallocated:{submission.pk}:{submission.moves}",
        recipient=former,
        context={
            **about(submission),
            "learner": str(submission.learner),
            "stage": StageName(stage).label.lower(),
            "path": reverse("qualifications:work_queue"),
        },
        at=at,
    )


def tell_learner(submission: Submission, kind: str, *, at: datetime, reason: str = "") -> None:
    """Tell the learner where their work stands; what was judged is said once it is final."""
    stage = submission.stage
    judgements: list[Judgement] = []
    if submission.state in OUTCOMES:
        judgements = list(submission.judgements.select_related("criterion").order_by("criterion__position"))
    notify(
        kind=kind,
        key=f"{kind}:{submission.pk}:{submission.moves}",
        recipient=submission.learner,
        context={
            **about(submission),
            "state": submission.get_state_display().lower(),
            "stage_due": stage.due_at.isoformat() if stage else "",
            "reason": reason,
            "open": [_said(row) for row in judgements if not row.met],
            "met": [row.criterion.code for row in judgements if row.met],
            "resubmit_by": submission.resubmit_by.isoformat() if submission.resubmit_by else "",
            "portfolio_path": reverse("qualifications:unit_portfolio", args=[submission.unit_enrolment_id]),
        },
        at=at,
    )


def _tell_nobody_can(submission: Submission, *, at: datetime) -> None:
    _tell_coordinators(submission, "work_to_reallocate", {"holder": str(_open_stage(submission).holder)}, at=at)


def _tell_coordinators(submission: Submission, kind: str, said: dict[str, Any], *, at: datetime) -> None:
    stage = _open_stage(submission)
    context = {**for_staff(submission, stage), **said}
    for person in coordinators_of(stage.centre, at=at).exclude(pk=submission.learner_id):
        key = f"{kind}:{submission.pk}:{submission.moves}:{person.pk}"
        notify(kind=kind, key=key, recipient=person, context=context, at=at)


def _open_stage(submission: Submission) -> Stage:
    return submission.stage  # type: ignore[return-value]  # its state says that there is one


def _said(row: Judgement) -> dict[str, str]:
    return {
        "code": row.criterion.code,
        "criterion": f"{row.criterion.verb} {row.criterion.text}",
        "feedback": row.feedback,
    }
