"""The waiting list of an event for its team: in order, with each decision and its reason."""

from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ..models import Booking, Event
from ..services.line import in_words
from ..workflow import BookingState
from .event_pages import context_of, event_of


def line_page(request: HttpRequest, pk: UUID, model_admin: Any) -> HttpResponse:
    """Who waits, in order; then who is offered places, and whose wait ended."""
    event = event_of(request, pk)
    context = {**context_of(request, event, "Waiting list"), "lines": list(lines_of(event))}
    return TemplateResponse(request, "admin/events/event/line.html", context)


def lines_of(event: Event) -> Any:
    """(place in the line or None, booking, its decisions) of all who wait or waited; two queries.

    A decision is a moment and the words that the person reads too.
    """
    turn = Case(
        When(state=BookingState.WAITLISTED, then=Value(0)),
        When(state=BookingState.OFFERED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Booking.objects.filter(event=event, waiting_since__isnull=False).select_related("person")
    ordered = rows.prefetch_related("decisions").order_by(turn, "waiting_since", "pk")
    for place, row in enumerate(ordered, 1):
        decided = [(decision.at, in_words(decision, party=row.party)) for decision in row.decisions.all()]
        yield place if row.state == BookingState.WAITLISTED else None, row, decided
