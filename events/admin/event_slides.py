"""The page on which the events team puts slides to an event; who may have them is ``services.material``."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.documents.refusals import FileRefused

from ..forms.slides import SlidesForm
from ..models import Event
from ..services import material
from .event_pages import CHANGE, context_of, event_of

SAID = (
    "After the event whoever had a place can open them, and where it cost nobody anything also whoever it was open to."
    " Without slides nothing is said of them."
)


def slides_page(request: HttpRequest, pk: UUID, model_admin: Any) -> HttpResponse:
    """A file takes the place of the one that is there."""
    event = event_of(request, pk)
    form = SlidesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _put(request, event, form, model_admin):
        return redirect(CHANGE, event.pk)
    there = f"There is a file: {event.slides.name}. " if event.slides else "There are none yet. "
    context = {**context_of(request, event, "Slides"), "form": form, "said": there + SAID}
    return TemplateResponse(request, "admin/events/event/action.html", context)


def _put(request: HttpRequest, event: Event, form: SlidesForm, model_admin: Any) -> bool:
    file = form.cleaned_data["file"]
    try:
        material.put_slides(event=event, file=file, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return False
    done = f"Slides: {file.name}" if file else "Slides taken away"
    model_admin.log_change(request, event, done)
    messages.success(request, f"{done}.")
    return True
