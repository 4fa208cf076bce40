"""The page on which the events team books for somebody who has an account: at the desk, and at the door."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.ui.components.words import count_of
from cmiportal.workflow import MoveRefused

from ..forms.team import BookForForm
from ..models import Booking, Event
from ..services.for_others import book_for
from ..workflow import BookingState, EventState
from .event_pages import context_of, event_of

BOOKING = "admin:events_booking_change"
LABEL = "Book for somebody"
SAID = (
    "They get what everybody gets who books, and are told at once. There are as many places as there are, and nobody is"
    " put before the waiting list."
)


def book_page(request: HttpRequest, pk: UUID, model_admin: Any) -> HttpResponse:
    """Ask for whom; book. A second sending finds the booking that is there. ``door``: back to where they are ticked."""
    event = event_of(request, pk)
    form = BookForForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid() and (row := _booked(request, event, form, model_admin)):
        at_the_door = "door" in request.GET
        return redirect(*(("events:ticket_check_in", row.ticket) if at_the_door else (BOOKING, row.pk)))
    is_over = event.state == EventState.CANCELLED
    context = {**context_of(request, event, LABEL), "form": form, "said": SAID, "is_over": is_over}
    return TemplateResponse(request, "admin/events/event/action.html", context)


def _booked(request: HttpRequest, event: Event, form: BookForForm, model_admin: Any) -> Booking | None:
    try:
        row = book_for(event=event, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return None
    model_admin.log_change(request, event, f"{LABEL}: {row}")
    said = "told to pay for" if row.state == BookingState.HELD else "told of"
    messages.success(request, f"{row.person} has {count_of(row.party, 'place,places')}, and is {said} it.")
    return row
