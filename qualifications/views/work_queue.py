"""The desk: work that waits for the person and what else they follow, soonest due first, narrowed as they last did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import only
from cmiportal.rules.days import uk_day

from ..forms.work_queue import QueueFilterForm
from ..models import Role, Stage, Submission
from ..permissions import has_role, is_coordinator, marks_or_signs
from .narrowed_list import View, address, chosen_filters
from .remembered import remembered_view

URL_NAME = "qualifications:work_queue"
PER_PAGE = 20
YOURS, ALL, SOON, LATE, RETURNED = "yours", "all", "soon", "late", "returned"
LABELS = {
    YOURS: "For you",
    ALL: "All open",
    SOON: "Nearly late",
    LATE: "Late",
    "allocation": "To allocate",
    "marking": "Marking",
    "verification": "Verification",
    "sign_off": "Sign-off",
    RETURNED: "Returned",
}
# The stages that each role follows beside its own, which is the view of what waits for the person.
FOLLOWED = {
    Role.ASSESSOR: ("verification", "sign_off", RETURNED),
    Role.VERIFIER: ("marking", "sign_off", RETURNED),
}
FILTERS = ("q", "centre", "qualification", "unit", "assessor", "state")


@dataclass(frozen=True)
class Line:
    """A piece of work in the queue; ``days`` until it is due in UK days, less than nothing where it is late."""

    work: Submission
    tag: str
    word: str
    holder: str
    days: int | None
    may_allocate: bool = False

    @property
    def key(self) -> str:
        """The key of the work, as text."""
        return str(self.work.pk)

    @property
    def name(self) -> str:
        """Whose work it is and of which unit."""
        return name_of(self.work)

    @property
    def late_by(self) -> int:
        """By how many days it is late."""
        return -(self.days or 0)


@only("staff of centres and moderators", marks_or_signs)
@never_cache
@require_safe
def work_queue(request: HttpRequest) -> HttpResponse:
    """What waits for the person; ``?show=`` names another view, further words narrow it.

    Without any of them the person comes back to what they last looked at.
    """
    if back := remembered_view(request, "work_queue", ("show", *FILTERS, "page")):
        return redirect(back)
    at = timezone.now()
    rules = rules_for(request.user, at=at)
    show = request.GET.get("show", YOURS)
    show = show if show in rules else YOURS
    on_desk = Submission.objects.on_desks_of(request.user)
    form = QueueFilterForm(request.GET, facets=on_desk.facets())
    narrowed = {f"{key}_narrowed": rule & form.condition() for key, rule in rules.items()}
    counts = on_desk.desk_counts(rules | narrowed)
    rows = on_desk.filter(rules[show]).filter(form.condition()).for_queue()
    pages = Paginator(rows, PER_PAGE)
    pages.count = counts[f"{show}_narrowed"]  # counted with the other views: no need to ask again
    page = pages.get_page(request.GET.get("page"))
    lines = [line_of(work, request.user, at=at) for work in page]
    context = {
        "show": show,
        "counts": counts,
        "views": [
            View(key, LABELS[key], address(URL_NAME, key, form.chosen), counts[f"{key}_narrowed"], key == show)
            for key in rules
        ],
        "form": form,
        "chosen": chosen_filters(URL_NAME, show, form),
        "clear": address(URL_NAME, show, {}),
        "page_obj": page,
        "lines": lines,
        "allocates": any(line.may_allocate for line in lines),
    }
    return render(request, "qualifications/assessment/work_queue.html", context)


def name_of(work: Submission) -> str:
    """What a piece of work is called where several are listed."""
    return f"{work.learner}, unit {work.unit_enrolment.unit.number}"


def rules_for(user: Any, *, at: datetime) -> dict[str, Q]:
    """The views that this person has, each as a filter of the work on their desk."""
    rules = {
        YOURS: Q(stage__in=Stage.objects.to_do_for(user).values("pk")),
        ALL: Q(),
        SOON: Q(stage__warn_at__lte=at, stage__due_at__gte=at),
        LATE: Q(stage__due_at__lt=at),
    }
    if is_coordinator(user):
        followed: tuple[str, ...] = ("allocation", "marking", "verification", "sign_off", RETURNED)
    else:
        stages = [stage for role, stages in FOLLOWED.items() if has_role(user, role) for stage in stages]
        followed = tuple(key for key in LABELS if key in stages)
    return rules | {stage: Q(state=stage) for stage in followed}


def line_of(work: Submission, user: Any, *, at: datetime) -> Line:
    """The work as a line of the queue."""
    stage = work.stage
    if stage is None:
        return Line(work, "neutral", "Returned", "the learner", None)
    label = "To allocate" if stage.holder is None else stage.get_stage_display()
    holder = "nobody yet" if stage.holder is None else "you" if stage.holder == user else str(stage.holder)
    days = (uk_day(stage.due_at) - uk_day(at)).days
    may_allocate = work.may(user, "allocate")
    if stage.is_late(at=at):
        return Line(work, "negative", f"{label}, late", holder, days, may_allocate)
    if stage.is_nearly_late(at=at):
        return Line(work, "attention", f"{label}, nearly late", holder, days, may_allocate)
    return Line(work, "attention" if stage.holder is None else "info", label, holder, days, may_allocate)
