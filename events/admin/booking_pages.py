"""What the events team does with several bookings at once: first it sees what would happen, then it confirms.

Each booking is a transaction of its own: one that is refused holds no other up, and is named with the reason.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.ui.components.words import count_of
from cmiportal.workflow import MoveRefused

from ..forms.team import MoveForm, ReasonForm
from ..models import Booking, Event
from ..services import changes
from ..services.money import held_of_each

# What one page shows, and one request does.
AT_ONCE = 200
BOOKINGS = "booking,bookings"


def cancel_page(model_admin: Any, request: HttpRequest, queryset: QuerySet[Booking]) -> HttpResponse | None:
    """What each gets back; then cancel them, for a reason that they read."""
    rows = _chosen(model_admin, request, queryset)
    if not rows:
        return None
    form = ReasonForm(request.POST if "confirmed" in request.POST else None)
    if form.is_valid():
        said = {"by": request.user, "because": form.cleaned_data["reason"]}
        _each(
            model_admin, request, rows, "cancelled", lambda row: changes.cancel(booking=row, at=timezone.now(), **said)
        )
        return None
    now = timezone.now()
    held = held_of_each(rows)
    lines = [(row, held[row.pk] if changes.gets_money_back(row, by=request.user, at=now) else 0) for row in rows]  # type: ignore[arg-type]
    label = "Cancel and give the money back"
    said_above = "Each person is told with the reason. What they paid goes back to where it came from, by itself."
    return _page(model_admin, request, "cancel_bookings", label, said_above, form, lines)


def move_page(model_admin: Any, request: HttpRequest, queryset: QuerySet[Booking]) -> HttpResponse | None:
    """Which event of the series; then move them, where there is room and the price is the same."""
    rows = _chosen(model_admin, request, queryset)
    if not rows:
        return None
    series = {row.event.series_id for row in rows}
    if None in series or len(series) != 1:
        model_admin.message_user(request, "Choose bookings of events of one series.", messages.ERROR)
        return None
    events = Event.objects.bookable(at=timezone.now()).filter(series=series.pop()).order_by("starts_at", "pk")
    form = MoveForm(request.POST if "confirmed" in request.POST else None, events=events)
    if form.is_valid():
        said = {"by": request.user, "event": form.cleaned_data["event"]}
        _each(model_admin, request, rows, "moved", lambda row: changes.move_to(booking=row, at=timezone.now(), **said))
        return None
    said_above = "Each person is told, and their calendar follows. Whoever finds no room there stays where they are."
    label = "Move to another event of the series"
    return _page(model_admin, request, "move_bookings", label, said_above, form, [(row, 0) for row in rows])


def _chosen(model_admin: Any, request: HttpRequest, queryset: QuerySet[Booking]) -> list[Booking]:
    rows = list(queryset.select_related("event", "person", "order").order_by("pk")[: AT_ONCE + 1])
    if len(rows) > AT_ONCE:
        model_admin.message_user(request, f"Choose {AT_ONCE} bookings at most.", messages.ERROR)
        return []
    return rows


def _each(
    model_admin: Any, request: HttpRequest, rows: list[Booking], done: str, act: Callable[[Booking], Any]
) -> None:
    """Act on each, say which were refused and why, and keep the others in the admin's log."""
    number = 0
    for row in rows:
        try:
            act(row)
        except MoveRefused as refused:
            model_admin.message_user(request, f"{row.person}: {refused}", messages.ERROR)
        else:
            number += 1
            model_admin.log_change(request, row, done.capitalize())
    level = messages.SUCCESS if number else messages.WARNING
    model_admin.message_user(request, f"{count_of(number, BOOKINGS).capitalize()} {done}.", level)


def _page(
    model_admin: Any,
    request: HttpRequest,
    action: str,
    label: str,
    said: str,
    form: forms.Form,
    lines: list[tuple[Booking, int]],
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": f"{label}: {count_of(len(lines), BOOKINGS)}",
        "opts": Booking._meta,
        "action": action,
        "label": label,
        "said": said,
        "form": form,
        "lines": lines,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/events/booking/confirm.html", context)
