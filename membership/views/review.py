"""The membership team's pages: requests that wait, deciding one, members, and suspending one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from cmiportal.accounts.access import only
from cmiportal.paging import PagedList
from cmiportal.ui.moves import MovesForm

from ..forms.members import RestoreForm, SuspendForm
from ..forms.requests import AcceptForm, DeclineForm
from ..models import Experience, GradeRequest, Membership, QualificationHeld
from ..permissions import is_of_the_team
from ..querysets.members import GradeRequestQuerySet
from ..services.members import memberships
from ..services.members import requests as service
from ..workflow import MembershipState
from .desk import decided
from .member_words import TAGS, story_of
from .reasons import reasons
from .request_words import asks

get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


membership_team = only("the membership team", is_of_the_team)


@method_decorator(membership_team, name="dispatch")
class RequestQueue(PagedList):
    """Requests that wait for a decision, the longest waiting first."""

    template_name = "membership/requests/queue.html"
    context_object_name = "waiting"

    def get_queryset(self) -> GradeRequestQuerySet:
        """Those that the person may decide."""
        rows = GradeRequest.objects.visible_to(self.request.user).waiting()
        return rows.exclude(person=self.request.user.pk).select_related("person", "grade")


@membership_team
@get_or_post
def request_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Facts and reasons beside the decision; the button that was pressed says which."""
    rows = GradeRequest.objects.visible_to(request.user).select_related("person", "grade", "membership")
    row = get_object_or_404(rows, pk=pk)
    accept = AcceptForm(request.POST if "accept" in request.POST else None, row=row, prefix="accept")
    decline = DeclineForm(request.POST if "decline" in request.POST else None, row=row, prefix="decline")
    for form, act, done in (
        (accept, service.accept, f"{row.person}: accepted."),
        (decline, service.decline, f"{row.person}: declined, with your reason."),
    ):
        if decided(request, row, form, lambda act=act, **said: act(request=row, **said), done):
            return redirect("membership:request_queue")
    context: dict[str, Any] = {"asked": row, "asks": asks(row), "accept": accept, "decline": decline}
    context["is_open"] = row.may(request.user, "accept")
    if row.grade:
        context["reasons"] = reasons(service.decision_on(row, row.grade, at=timezone.now()))
    context["experience"] = Experience.objects.filter(person=row.person)
    context["held"] = QualificationHeld.objects.filter(person=row.person)
    return render(request, "membership/requests/review.html", context)


@membership_team
@get_or_post
def member_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member for the team: what holds, what happened, and suspending or restoring."""
    rows = Membership.objects.visible_to(request.user).select_related("person", "grade")
    row = get_object_or_404(rows, pk=pk)
    offered = {line.action for line in row.offered_to(request.user)}
    form: MovesForm | None = None
    if "suspend" in offered:
        form = SuspendForm(request.POST or None, row=row, asks="Why is the membership suspended?")
        act, done = memberships.suspend, "The membership is suspended."
    elif "restore" in offered:
        form = RestoreForm(request.POST or None, row=row)
        act, done = memberships.restore, "The suspension has ended."
    if form is not None and decided(request, row, form, lambda **said: act(membership=row, **said), done):
        return redirect("membership:member_detail", pk=row.pk)
    context = {
        "membership": row,
        "tag": TAGS[MembershipState(row.state)],
        "form": form,
        "suspends": "suspend" in offered,
        "story": story_of(row.events.select_related("actor")),
    }
    return render(request, "membership/members/for_team.html", context)
