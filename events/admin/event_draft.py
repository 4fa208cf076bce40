"""The admin's page that puts a draft away, which nobody but the events team has seen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..services.putting_away import discard_draft
from .event_pages import context_of, event_of

LABEL = "Delete this draft"
SAID = "It goes from all lists, and its address is free again. Nobody is told: nobody but the events team has seen it."


def draft_page(request: HttpRequest, pk: UUID, model_admin: Any) -> HttpResponse:
    """Ask, then put it away, and keep that in the admin's log."""
    event = event_of(request, pk)
    form = MovesForm(request.POST or None, row=event)
    if request.method == "POST" and form.is_valid():
        moves = form.cleaned_data["moves"]
        try:
            discard_draft(event=event, by=request.user, at=timezone.now(), moves=moves)  # type: ignore[arg-type] # of the team
        except MoveRefused as refused:
            event.refresh_from_db()
            form.refuse(refused, event)
        else:
            model_admin.log_change(request, event, LABEL)
            messages.success(request, f"The draft “{event}” is deleted.")
            return redirect("admin:events_event_changelist")
    context = {**context_of(request, event, LABEL), "form": form, "said": SAID}
    return TemplateResponse(request, "admin/events/event/action.html", context)
