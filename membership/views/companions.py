"""Nominating a Companion, seconding a nomination, and following it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmiportal.accounts.access import only, signed_in
from cmiportal.paging import PagedList
from cmiportal.posts.once import once
from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..forms.companions import AskAnotherForm, DeclineForm, NominateForm, SecondForm, TakeBackForm
from ..models import Nomination
from ..permissions import is_companion
from ..querysets.companions import NominationQuerySet
from ..services.companions import nominations as service
from ..services.companions.panel import reasons_against
from ..workflow import NominationState

N = NominationState
DETAIL, LIST = "membership:nomination_detail", "membership:nomination_list"
TAGS = {
    N.SECONDING: "info",
    N.NOT_SECONDED: "attention",
    N.PANEL: "info",
    N.OFFERED: "info",
    N.ACCEPTED: "positive",
    N.DECLINED: "neutral",
    N.REFUSED: "negative",
    N.WITHDRAWN: "neutral",
    N.EXPIRED: "negative",
}
SAID = {
    "create": "Nominated",
    "second": "Seconded, and given to the panel",
    "decline_to_second": "Not seconded",
    "ask_another": "Another Companion asked to second it",
    "approve": "Approved by the panel",
    "refuse": "Not approved by the panel",
    "accept": "Accepted by the nominee",
    "decline": "Declined by the nominee",
    "withdraw": "Taken back",
    "expire": "Ended, since nobody answered in time",
}
BAD = ("decline_to_second", "refuse", "decline", "expire")
# action: its form, what it does, what is said then.
ACTIONS: dict[str, tuple[type[MovesForm], Callable[..., Any], str]] = {
    "second": (SecondForm, service.second, "Seconded. The panel has the nomination now."),
    "decline_to_second": (DeclineForm, service.decline_to_second, "You do not second it. The proposer is told."),
    "ask_another": (AskAnotherForm, service.ask_another, "We have written to the Companion whom you named."),
    "withdraw": (TakeBackForm, service.withdraw, "The nomination is taken back."),
}
companions = only("who is a Companion", is_companion)
get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


@method_decorator([companions, never_cache], name="dispatch")
class NominationList(PagedList):
    """What the Companion nominated, and what they were asked to second."""

    template_name = "membership/companions/list.html"

    def get_queryset(self) -> NominationQuerySet:
        """Their own, the latest first."""
        return Nomination.objects.visible_to(self.request.user).select_related("proposer")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with the tag of its state, and whether it waits for the reader."""
        context = super().get_context_data(**kwargs)
        asked = self.request.user.pk
        context["lines"] = [
            (row, TAGS[N(row.state)], row.state == N.SECONDING and row.seconder_id == asked)
            for row in context["page_obj"]
        ]
        return context


@companions
@get_or_post
@once
def nominate(request: HttpRequest) -> HttpResponse:
    """Nominate somebody, and name who is to second it."""
    form = NominateForm(request.POST or None)
    if form.is_valid():
        seconder, now = form.cleaned_data["seconder_email"], timezone.now()
        try:
            row = service.nominate(nominee=form.nominee(), seconder_email=seconder, by=request.user, at=now)
        except service.NominationRefused as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"{row} is nominated. We have asked {row.seconder} to second it.")
            return redirect(DETAIL, pk=row.pk)
    return render(request, "membership/companions/nominate.html", {"form": form})


@signed_in
@never_cache
@get_or_post
def nomination_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a nomination stands; what the proposer, or the one who is asked to second it, can do."""
    rows = Nomination.objects.visible_to(request.user).select_related("proposer", "seconder")
    row = get_object_or_404(rows, pk=pk)
    offered = {line.action for line in row.offered_to(request.user)}
    forms = {}
    for action, (form_class, act, done) in ACTIONS.items():
        if action not in offered:
            continue
        form = forms[action] = form_class(request.POST if request.POST.get("action") == action else None, row=row)
        if form.is_valid() and _done(request, row, form, act):
            messages.success(request, done)
            return redirect(DETAIL, pk=row.pk)
    events = [event for event in row.events.all() if event.action in SAID]
    context = {
        "nomination": row,
        "tag": TAGS[N(row.state)],
        "forms": forms,
        "told": [(SAID[one.action], one.at, "negative" if one.action in BAD else "positive") for one in events],
        "is_proposer": row.proposer_id == request.user.pk,
    }
    if row.state == N.REFUSED:
        context["against"] = reasons_against(row)
    return render(request, "membership/companions/detail.html", context)


def _done(request: HttpRequest, row: Nomination, form: MovesForm, act: Callable[..., Any]) -> bool:
    try:
        act(nomination=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as error:
        row.refresh_from_db()
        form.refuse(error, row)
        return False
    return True
