"""The panel on nominations of Companions: what waits for a vote, a declaration, then the nomination and a vote."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from cmiportal.paging import PagedList
from cmiportal.workflow import MoveRefused

from ..forms.companions import ConflictForm, VoteForm
from ..models import Nomination, Panellist
from ..querysets.companions import NominationQuerySet
from ..services.companions import panel
from ..workflow import NominationState
from .companions import TAGS, get_or_post
from .desk import desk_people

LIST, DETAIL = "membership:panel_list", "membership:panel_detail"


@method_decorator([desk_people, never_cache], name="dispatch")
class PanelList(PagedList):
    """Nominations that wait for the person's vote, the longest waiting first."""

    template_name = "membership/companions/panel_list.html"
    context_object_name = "waiting"

    def get_queryset(self) -> NominationQuerySet:
        """Those on which they can vote."""
        return panel.to_vote(self.request.user).select_related("proposer", "seconder")


@desk_people
@never_cache
@get_or_post
def panel_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First the declaration; who has no conflict reads the nomination and votes; all votes once it is decided."""
    rows = Nomination.objects.for_panel(request.user).select_related("proposer", "seconder")
    row = get_object_or_404(rows, pk=pk)
    mine = panel.panellist_of(row, request.user)
    if mine is None and row.state == NominationState.PANEL:
        return _declare(request, row)
    if mine is None or mine.has_conflict:
        return render(request, "membership/companions/panel_none.html", {"nomination": row, "mine": mine})
    return _vote(request, row, mine)


def _declare(request: HttpRequest, row: Nomination) -> HttpResponse:
    form = ConflictForm(request.POST or None)
    if form.is_valid():
        try:
            panel.declare(nomination=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            messages.error(request, str(error))
        return redirect(DETAIL, pk=row.pk)
    return render(request, "membership/companions/panel_declare.html", {"nomination": row, "form": form})


def _vote(request: HttpRequest, row: Nomination, mine: Panellist) -> HttpResponse:
    votes = list(row.panel.exclude(vote="").select_related("person"))
    context: dict[str, Any] = {
        "nomination": row,
        "tag": TAGS[NominationState(row.state)],
        "mine": mine,
        "voted": len(votes),
        "needed": settings.COMPANION_PANEL,
    }
    if row.state != NominationState.PANEL:
        context["votes"] = votes
    elif not mine.voted_at:
        form = context["form"] = VoteForm(request.POST or None)
        if form.is_valid():
            try:
                panel.vote(nomination=row, by=request.user, at=timezone.now(), **form.cleaned_data)
            except MoveRefused as error:
                messages.error(request, str(error))
            else:
                messages.success(request, "Your vote is kept.")
            return redirect(DETAIL, pk=row.pk)
    return render(request, "membership/companions/panel.html", context)
