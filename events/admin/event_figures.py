"""Figures for the events team: of one event with what people said of it, and of all events of a year."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.exporting import CSV, XLSX, sheet
from cmiportal.rules.days import uk_day

from ..models import Event
from ..permissions import is_of_the_events_team
from ..services.feedback import results_of
from ..services.figures import Figures, events_of, figures_of, total, years
from .event_pages import context_of, event_of
from .exports import by_the_clocks, in_pounds

COLUMNS = (
    *("event", "address", "begins", "state", "places"),
    *("booked", "waiting", "attended", "did not come", "cancelled", "income in pounds"),
)
Lines = Sequence[tuple[Event, Figures]]


def figures_page(request: HttpRequest, pk: UUID, model_admin: Any) -> HttpResponse:
    """One event."""
    event = event_of(request, pk)
    context = {
        **context_of(request, event, "Figures and feedback"),
        "figures": figures_of([event])[event.pk],
        "results": results_of(event),
    }
    return TemplateResponse(request, "admin/events/event/figures.html", context)


def all_figures_page(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """The events of a year, each with its figures, and all together; as a page or as a file."""
    if not is_of_the_events_team(request.user):
        raise PermissionDenied
    found = years()
    chosen = _year(request.GET.get("year", ""), found)
    events = list(events_of(chosen))
    counted = figures_of(events)
    lines = [(event, counted[event.pk]) for event in events]
    if (kind := request.GET.get("as")) in (CSV, XLSX):
        return sheet(by_the_clocks(COLUMNS, _rows(lines)), name=f"events-{chosen}", kind=kind)
    context = {
        **admin.site.each_context(request),
        "title": f"Figures of events in {chosen}",
        "opts": Event._meta,
        "years": found,
        "chosen": chosen,
        "lines": lines,
        "total": total(counted.values()),
    }
    return TemplateResponse(request, "admin/events/event/all_figures.html", context)


def _year(asked: str, found: Sequence[int]) -> int:
    """The year that was asked for, or this one, or the last one there is."""
    if asked.isdecimal() and int(asked) in found:
        return int(asked)
    this = uk_day(timezone.now()).year
    return this if this in found or not found else found[0]


def _rows(lines: Lines) -> Iterator[tuple[Event, tuple[Any, ...]]]:
    for event, row in lines:
        said = (
            *(event.title, event.slug, event.starts_at, event.get_state_display(), event.capacity),
            *(row.booked, row.waiting, row.attended, row.no_show, row.cancelled, in_pounds(row.income_pence)),
        )
        yield event, said
