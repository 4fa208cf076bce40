"""What the events team does with one booking or several: first it sees what would happen, then it confirms.

Each booking is a transaction of its own: one that is refused holds no other up, and is named with the reason.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.ui.components.words import count_of
from cmiportal.workflow import MoveRefused

from ..forms.team import CancelForm, GuestForm, MoveForm
from ..models import Booking, Event
from ..services import changes
from ..services.for_others import take_guest_off
from ..services.money import held_of_each

# What one page shows, and one request does.
AT_ONCE = 200
# The list, as seen from itself.
LIST = "."
BOOKINGS = "booking,bookings"
GUEST_LESS = (
    "The place goes to the waiting list, and who booked is told with the reason. Where it was paid, an equal share of"
    " what was paid goes back to where it came from, by itself."
)
NO_SERIES = (
    "A booking can be moved to another event of the same series, and this event belongs to none. Cancel the booking,"
    " and book for the person at the other event."
)


def cancel_page(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Booking], back: str = LIST
) -> HttpResponse | None:
    """What each gets back; then cancel them, for a reason that they read."""
    rows = _chosen(model_admin, request, queryset, "cancel", "cancelled")
    if not rows:
        return None
    form = CancelForm(request.POST if "confirmed" in request.POST else None)
    if form.is_valid():
        said = {"by": request.user, **form.said}
        _each(
            model_admin, request, rows, "cancelled", lambda row: changes.cancel(booking=row, at=timezone.now(), **said)
        )
        return None
    held = held_of_each(rows)
    lines = [(row, held[row.pk]) for row in rows]
    return _page(model_admin, request, "cancel_bookings", "Cancel bookings", _money_rule(), form, lines, back)


def move_page(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Booking], back: str = LIST
) -> HttpResponse | None:
    """Which event of the series; then move them, where there is room and the price is the same."""
    rows = _chosen(model_admin, request, queryset, "move", "moved")
    if not rows:
        return None
    series = {row.event.series_id for row in rows}
    if None in series or len(series) != 1:
        said = NO_SERIES if None in series else "Choose bookings of events of one series."
        model_admin.message_user(request, said, messages.ERROR)
        return None
    events = Event.objects.bookable(at=timezone.now()).filter(series=series.pop()).order_by("starts_at", "pk")
    if len(here := {row.event_id for row in rows}) == 1:
        events = events.exclude(pk__in=here)
    if not events:
        model_admin.message_user(request, "No other event of this series can be booked.", messages.ERROR)
        return None
    form = MoveForm(request.POST if "confirmed" in request.POST else None, events=events)
    if form.is_valid():
        to = {"by": request.user, "event": form.cleaned_data["event"]}
        _each(model_admin, request, rows, "moved", lambda row: changes.move_to(booking=row, at=timezone.now(), **to))
        return None
    said_above = "Each person is told, and their calendar follows. Whoever finds no room there stays where they are."
    label = "Move to another event of the series"
    return _page(model_admin, request, "move_bookings", label, said_above, form, [(row, 0) for row in rows], back)


def guest_page(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Booking], back: str = LIST
) -> HttpResponse | None:
    """Which guest of one booking no longer comes; then the place is free."""
    rows = _chosen(model_admin, request, queryset, "change", "changed")
    if not rows:
        return None
    form = GuestForm(request.POST if "confirmed" in request.POST else None, booking=rows[0])
    if form.is_valid():
        said = {"by": request.user, "number": form.cleaned_data["guest"], "because": form.cleaned_data["reason"]}
        _each(model_admin, request, rows, "changed", lambda row: take_guest_off(booking=row, at=timezone.now(), **said))
        return None
    lines = [(row, 0) for row in rows]
    return _page(model_admin, request, "take_guest_off", "Take a guest off", GUEST_LESS, form, lines, back)


def _money_rule() -> str:
    return (
        "Each person is told with the reason, and what becomes of what they paid. Who cancels their own booking has it"
        f" back until {settings.EVENT_REFUND_DAYS} days before the event; here you decide. It goes to where it came"
        " from, by itself."
    )


def _chosen(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Booking], action: str, done: str
) -> list[Booking]:
    """Those for which there is that move; each other is named with its state."""
    rows = list(queryset.select_related("event", "person", "order").order_by("pk")[: AT_ONCE + 1])
    if len(rows) > AT_ONCE:
        model_admin.message_user(request, f"Choose {AT_ONCE} bookings at most.", messages.ERROR)
        return []
    able = [row for row in rows if row.may(request.user, action)]
    for row in rows:
        if row not in able:
            said = f"{row.person}: “{row.get_state_display()}”, so this booking cannot be {done}."
            model_admin.message_user(request, said, messages.ERROR)
    return able


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
    back: str,
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
        "back": back,
    }
    return TemplateResponse(request, "admin/events/booking/confirm.html", context)
