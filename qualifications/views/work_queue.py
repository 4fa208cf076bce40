"""The desk: work that waits for the person and what else they follow, soonest due first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import only

from ..models import Stage, Submission
from ..permissions import is_coordinator, marks_or_signs
from ..rules.clock import uk_day
from ..workflow import SubmissionState

PER_PAGE = 20
YOURS, ALL, LATE, RETURNED = "yours", "all", "late", "returned"
LABELS = {
    YOURS: "For you",
    ALL: "All open",
    LATE: "Late",
    "allocation": "To allocate",
    "marking": "Marking",
    "verification": "Verification",
    "sign_off": "Sign-off",
    RETURNED: "Back with the learner",
}


@dataclass(frozen=True)
class View:
    """One view of the queue, with the number of pieces in it."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Line:
    """A piece of work in the queue; ``days`` until it is due in UK days, less than nothing where it is late."""

    work: Submission
    tag: str
    word: str
    holder: str
    days: int | None

    @property
    def late_by(self) -> int:
        """By how many days it is late."""
        return -(self.days or 0)


@only("staff of centres and moderators", marks_or_signs)
@never_cache
@require_safe
def work_queue(request: HttpRequest) -> HttpResponse:
    """What waits for the person; ``?show=`` names another view."""
    at = timezone.now()
    rules = rules_for(request.user, at=at)
    show = request.GET.get("show", YOURS)
    show = show if show in rules else YOURS
    on_desk = Submission.objects.on_desks_of(request.user)
    counts = on_desk.desk_counts(rules)
    page = Paginator(on_desk.filter(rules[show]).for_queue(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "show": show,
        "counts": counts,
        "views": [View(key, LABELS[key], counts[key], key == show) for key in rules],
        "page_obj": page,
        "lines": [line_of(work, request.user, at=at) for work in page],
    }
    return render(request, "qualifications/assessment/work_queue.html", context)


def rules_for(user: Any, *, at: datetime) -> dict[str, Q]:
    """The views that this person has, each as a filter of the work on their desk."""
    rules = {
        YOURS: Q(stage__in=Stage.objects.to_do_for(user).values("pk")),
        ALL: Q(),
        LATE: Q(stage__due_at__lt=at),
    }
    if is_coordinator(user):
        stages = ("allocation", "marking", "verification", "sign_off")
        rules |= {stage: Q(state=stage) for stage in stages} | {RETURNED: Q(state=SubmissionState.RETURNED)}
    return rules


def line_of(work: Submission, user: Any, *, at: datetime) -> Line:
    """The work as a line of the queue."""
    stage = work.stage
    if stage is None:
        return Line(work, "neutral", "Returned", "the learner", None)
    label = "To allocate" if stage.holder is None else stage.get_stage_display()
    holder = "nobody yet" if stage.holder is None else "you" if stage.holder == user else str(stage.holder)
    days = (uk_day(stage.due_at) - uk_day(at)).days
    if stage.due_at < at:
        return Line(work, "negative", f"{label}, late", holder, days)
    return Line(work, "attention" if stage.holder is None else "info", label, holder, days)
