"""The page on which the events team writes to people of an event: who gets it is shown before it is sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.ui.components.words import count_of
from cmiportal.workflow import MoveRefused

from ..forms.team import MessageForm
from ..models import Event
from ..services import team
from .event_pages import CHANGE, context_of, event_of


def message_page(request: HttpRequest, pk: UUID, model_admin: Any) -> HttpResponse:
    """Write; look at who gets it; send. A second sending of the same page is the first."""
    event = event_of(request, pk)
    form = MessageForm(request.POST or None)
    context = {**context_of(request, event, "Write to people"), "form": form}
    if request.method == "POST" and form.is_valid():
        if "send" in request.POST and _sent(request, event, form, model_admin):
            return redirect(CHANGE, event.pk)
        shown = team.preview(event, form.cleaned_data["to"])
        form.carry(people=shown.people, seen=form.cleaned_data["to"])
        context |= {"preview": shown, "written": form.cleaned_data}
    return TemplateResponse(request, "admin/events/event/message.html", context)


def _sent(request: HttpRequest, event: Event, form: MessageForm, model_admin: Any) -> bool:
    said = {name: form.cleaned_data[name] for name in ("key", "to", "subject", "text")}
    people = form.cleaned_data["people"] if form.was_seen else None
    if people is None:
        form.add_error(None, "Look at who gets it, then send it.")
        return False
    try:
        sent = team.send(event=event, by=request.user, at=timezone.now(), people=people, **said)  # type: ignore[arg-type]
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return False
    model_admin.log_change(request, event, f"Wrote to {sent.people}: {sent.subject}")
    messages.success(request, f"Sent to {count_of(sent.people, 'person,people')}.")
    return True
