"""Eligibility as a person checks it: applications whose facts no rule could prove, the longest waiting first."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator

from cmiportal.accounts.access import only
from cmiportal.accounts.groups import MODERATORS
from cmiportal.paging import PagedList

from ..forms.applications import ConfirmForm, RefuseForm
from ..models import CharteredApplication, Experience, QualificationHeld
from ..querysets.applications import ApplicationQuerySet
from ..services.applying import applications as service
from ..services.applying.parts import decision_for
from ..services.chartered.rows import rests_on_record
from ..workflow import ApplicationState
from .applications import get_or_post
from .desk import decided, views_for
from .reasons import reasons

TO_ASSESS, AWARDED = "It waits for an assessor.", "The status is awarded, and the applicant is told."


def _checks(user: Any) -> bool:
    return user.serves_as(MODERATORS)


WHY = {"asks": "Why are they eligible?", "hint": "Kept with the decision; the applicant does not read it."}
WHY_NOT = {"asks": "Why are they not eligible?", "hint": "The applicant reads this word for word."}
checkers = only("who checks and allocates applications", _checks)


@method_decorator(checkers, name="dispatch")
class CheckQueue(PagedList):
    """Applications that wait for a person to look at what is claimed."""

    template_name = "membership/applications/check_queue.html"
    context_object_name = "waiting"

    def get_queryset(self) -> ApplicationQuerySet:
        """Those that the person may decide."""
        rows = CharteredApplication.objects.handled_by(self.request.user).filter(state=ApplicationState.ELIGIBILITY)
        return rows.select_related("person", "route").order_by("submitted_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, and the other views of the desk."""
        return {**super().get_context_data(**kwargs), "views": views_for(self.request.user, "check")}


@checkers
@get_or_post
def application_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Claims and reasons beside the decision; the button that was pressed says which."""
    rows = CharteredApplication.objects.handled_by(request.user).select_related("person", "route")
    row = get_object_or_404(rows, pk=pk)
    on_record = rests_on_record(row)
    confirm = ConfirmForm(request.POST if "confirm" in request.POST else None, row=row, prefix="confirm", **WHY)
    refuse = RefuseForm(request.POST if "refuse" in request.POST else None, row=row, prefix="refuse", **WHY_NOT)
    for form, act, done in (
        (confirm, service.confirm, f"{row}: eligible. {AWARDED if on_record else TO_ASSESS}"),
        (refuse, service.refuse, f"{row}: not eligible, with your reason."),
    ):
        if decided(request, row, form, lambda act=act, **said: act(application=row, **said), done):
            return redirect("membership:check_queue")
    context: dict[str, Any] = {
        "application": row,
        "confirm": confirm,
        "refuse": refuse,
        "is_open": row.may(request.user, "confirm"),
        "on_record": on_record,
        "reasons": reasons(decision_for(row, at=timezone.now())),
        "experience": Experience.objects.filter(person=row.person),
        "held": QualificationHeld.objects.filter(person=row.person),
    }
    return render(request, "membership/applications/check_review.html", context)
