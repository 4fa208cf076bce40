"""What learners and staff are told while work is assessed: one place for the contexts of these messages."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.services import notify

from ..models import Centre, CentreStaff, Role, Stage, Submission
from ..rules.clock import uk_day


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


def tell_holder(submission: Submission, *, at: datetime, reason: str = "") -> None:
    """Tell whoever holds the open stage that the work is with them, by when, and why it came back if it did."""
    stage = submission.stage
    notify(
        kind="work_returned_to_you" if reason else "work_allocated",
        key=f"work:{submission.pk}:{submission.moves}",
        recipient=stage.holder,
        context={
            **about(submission),
            "stage": stage.get_stage_display().lower(),
            "due": stage.due_at.isoformat(),
            "reason": reason,
        },
        at=at,
    )


def tell_learner(submission: Submission, kind: str, *, at: datetime, reason: str = "") -> None:
    """Tell the learner where their work stands."""
    stage = submission.stage
    judgements = list(submission.judgements.select_related("criterion").order_by("criterion__position"))
    final = submission.state in ("passed", "referred", "failed")
    notify(
        kind=kind,
        key=f"{kind}:{submission.pk}:{submission.moves}",
        recipient=submission.learner,
        context={
            **about(submission),
            "state": submission.get_state_display().lower(),
            "stage_due": stage.due_at.isoformat() if stage else "",
            "reason": reason,
            "open": [_said(row) for row in judgements if final and not row.met],
            "met": [row.criterion.code for row in judgements if final and row.met],
            "resubmit_by": submission.resubmit_by.isoformat() if submission.resubmit_by else "",
            "portfolio_path": reverse("qualifications:unit_portfolio", args=[submission.unit_enrolment_id]),
        },
        at=at,
    )


def coordinators_of(centre: Centre, *, at: datetime) -> list[User]:
    """The people who coordinate the centre on that day."""
    rows = CentreStaff.objects.held(on=uk_day(at)).filter(centre=centre, role=Role.COORDINATOR)
    return [row.user for row in rows.by_name()]


def tell_about_due(stage: Stage, kind: str, *, at: datetime) -> None:
    """Remind the holder, and the coordinators, that an open stage is nearly late or late; once for each."""
    people = coordinators_of(stage.centre, at=at)
    if stage.holder is not None and stage.holder not in people:
        people.append(stage.holder)
    for person in people:
        notify(
            kind=kind,
            key=f"{kind}:{stage.pk}:{person.pk}",
            recipient=person,
            context={
                **about(stage.submission),
                "stage": stage.get_stage_display().lower(),
                "due": stage.due_at.isoformat(),
                "holder": str(stage.holder or "nobody yet"),
            },
            at=at,
        )


def _said(row: Any) -> dict[str, str]:
    return {
        "code": row.criterion.code,
        "criterion": f"{row.criterion.verb} {row.criterion.text}",
        "feedback": row.feedback,
    }
