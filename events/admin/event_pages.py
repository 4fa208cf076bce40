"""The admin's pages that move an event: publish, another time or place, more or fewer places, cancel, copy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..forms.change import ChangeForm
from ..forms.copies import CopyForm
from ..forms.running import CancelForm, CapacityForm, SlidesForm
from ..models import Event
from ..models.events import Format
from ..permissions import runs_events
from ..services import editing, running
from ..services.copies import copy_event
from ..services.line import set_capacity
from ..services.putting_away import take_slides_away
from ..services.tickets import when_of
from ..workflow import EventState

CHANGE = "admin:events_event_change"
DRAFT_PAGE = "events_event_delete_draft"


@dataclass(frozen=True)
class Page:
    """A page: its title, what stands above the form, the form, what it does to an event, when it is offered.

    ``look`` is what it would do, where that is looked at first: the form then knows what it showed (``was_seen``).
    """

    label: str
    said: str
    form: type[Any]
    act: Callable[..., Event]
    offered: Callable[[Event, Any], bool]
    look: Callable[..., Any] | None = None


def may(action: str) -> Callable[[Event, Any], bool]:
    """Offered where the workflow allows the move."""
    return lambda event, user: event.may(user, action)


def change(*, form: ChangeForm, event: Event, **said: Any) -> Event:
    """Another time or place."""
    return editing.change_event(event=event, values=form.values, moves=form.cleaned_data["moves"], **said)


def look_at_change(*, form: ChangeForm, event: Event) -> editing.Look:
    """From what to what, and who is told."""
    return editing.look_at_change(event=event, values=form.values, at=timezone.now())


def places(*, form: CapacityForm, event: Event, **said: Any) -> Event:
    """More or fewer places."""
    return set_capacity(event=event, capacity=form.cleaned_data["capacity"], **said)


def copy(*, form: CopyForm, event: Event, **said: Any) -> Event:
    """Drafts like it."""
    chosen = {name: form.cleaned_data[name] for name in ("key", "starts_at", "number", "every")}
    return copy_event(event=event, **chosen, **said)


def slides(*, form: SlidesForm, event: Event, **said: Any) -> Event:
    """What was shown."""
    return editing.put_up_slides(event=event, upload=form.cleaned_data["upload"], **said)


def no_slides(*, form: MovesForm, event: Event, **said: Any) -> Event:
    """Nothing was shown."""
    return take_slides_away(event=event, **said)


def publish(*, form: MovesForm, event: Event, **said: Any) -> Event:
    """Show it to everybody."""
    return running.publish(event=event, **form.cleaned_data, **said)


def cancel(*, form: CancelForm, event: Event, **said: Any) -> Event:
    """Call it off."""
    return running.cancel_event(event=event, **form.cleaned_data, **said)


PAGES = {
    "publish": Page(
        "Publish",
        "Everybody finds the event from then on, and can book it once booking opens. Afterwards time and place change"
        " on a page of their own, so that whoever booked learns of it.",
        MovesForm,
        publish,
        may("publish"),
    ),
    "change_time_or_place": Page(
        "Change time or place",
        "Everybody booked or waiting is told, and their calendars follow. The agenda moves with the start.",
        ChangeForm,
        change,
        may("change"),
        look_at_change,
    ),
    "places": Page(
        "Change the number of places",
        "More places are offered to the waiting list at once. There cannot be fewer than are taken.",
        CapacityForm,
        places,
        lambda event, user: runs_events(user, event) and event.state in (EventState.DRAFT, EventState.PUBLISHED),
    ),
    "cancel": Page(
        "Cancel the event",
        "It cannot be taken back. Everybody booked or waiting is told, and whoever paid is paid back: this begins"
        " within a minute, goes on by itself until all are done, and shows in the list of bookings.",
        CancelForm,
        cancel,
        lambda event, user: event.may(user, "cancel") and event.published_at is not None,
    ),
    "slides": Page(
        "Put up the slides",
        "Whoever had a place may have them once the event is over; of a free event whoever it was open to. A file that"
        " is there already goes.",
        SlidesForm,
        slides,
        lambda event, user: (
            runs_events(user, event) and event.published_at is not None and event.state != EventState.CANCELLED
        ),
    ),
    "take_slides_away": Page(
        "Take the slides away",
        "Nobody has them from then on, and the file is deleted.",
        MovesForm,
        no_slides,
        lambda event, user: runs_events(user, event) and event.slides_id is not None,
    ),
    "copy": Page(
        "Copy as a draft",
        "A draft with the same words, prices, speakers and agenda, on another date, or one for each of many. The"
        " agenda, and when booking opens and closes, go along; nobody is told anything.",
        CopyForm,
        copy,
        lambda event, user: runs_events(user, event),
    ),
}


def offered(event: Event, user: Any) -> list[tuple[str, str]]:
    """(address, label) of the pages that this person may use for the event now."""
    if not runs_events(user, event):
        return []
    moves = [(f"admin:events_event_{name}", page.label) for name, page in PAGES.items() if page.offered(event, user)]
    if event.state == EventState.PUBLISHED:
        moves.append(("admin:events_event_book", "Book for somebody"))
    pages = [(reverse(name, args=[event.pk]), label) for name, label in moves]
    if event.state == EventState.DRAFT:
        pages.append((reverse(f"admin:{DRAFT_PAGE}", args=[event.pk]), "Delete this draft"))
    if event.published_at:
        bookings = reverse("admin:events_booking_changelist")
        pages += [
            (f"{bookings}?event__id__exact={event.pk}", "Bookings of this event"),
            (reverse("admin:events_event_line", args=[event.pk]), "Waiting list"),
            (reverse("admin:events_event_message", args=[event.pk]), "Write to people"),
            (reverse("admin:events_event_figures", args=[event.pk]), "Figures and feedback"),
            (reverse("events:check_in", args=[event.slug]), "Check-in"),
        ]
    return pages


def context_of(request: HttpRequest, event: Event, title: str) -> dict[str, Any]:
    """What each page about an event shows around its own."""
    return {
        **admin.site.each_context(request),
        "title": f"{title}: {event}",
        "label": title,
        "opts": Event._meta,
        "event": event,
        "when": when_of(event),
    }


def event_of(request: HttpRequest, pk: UUID) -> Event:
    """The event, for the events team; others are refused."""
    event = get_object_or_404(Event, pk=pk)
    if not runs_events(request.user, event):
        raise PermissionDenied
    return event


def event_page(request: HttpRequest, pk: UUID, name: str, model_admin: Any) -> HttpResponse:
    """Show the form; do what it says and keep it in the admin's log of the event."""
    event = event_of(request, pk)
    page = PAGES[name]
    if event.state == EventState.CANCELLED and name != "copy":
        context = {**context_of(request, event, page.label), "is_over": True}
        return TemplateResponse(request, "admin/events/event/action.html", context)
    form = page.form(request.POST or None, request.FILES or None, row=event)
    look = None
    if request.method == "POST" and form.is_valid():
        if page.look and not ("send" in request.POST and form.was_seen):
            look = _looked_at(page, event, form)
        elif row := _done(request, event, page, form, model_admin):
            return redirect(CHANGE, row.pk)
    lacks = _lacks(event) if name == "publish" else ""
    context = {**context_of(request, event, page.label), "form": form, "said": page.said, "lacks": lacks}
    context |= {"look": look, "looks_first": page.look is not None}
    return TemplateResponse(request, "admin/events/event/action.html", context)


def _lacks(event: Event) -> str:
    """What a draft can be published without and still needs before it begins."""
    if event.format != Format.IN_PERSON and not event.joining_url:
        return "It has no joining link yet. Write it in before the event begins, or nobody can join online."
    return ""


def _looked_at(page: Page, event: Event, form: Any) -> Any:
    try:
        look = page.look and page.look(form=form, event=event)
    except MoveRefused as refused:
        form.refuse(refused, event)
        return None
    form.looked_at()
    return look


def _done(request: HttpRequest, event: Event, page: Page, form: MovesForm, model_admin: Any) -> Event | None:
    try:
        row = page.act(form=form, event=event, by=request.user, at=timezone.now())
    except MoveRefused as refused:
        event.refresh_from_db()
        form.refuse(refused, event)
        return None
    model_admin.log_change(request, event, page.label)
    messages.success(request, f"{page.label}: done.")
    if page.act is publish and (lacks := _lacks(row)):
        messages.warning(request, lacks)
    return row
