"""A month of events as a calendar, which anybody may turn and narrow."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.accounts.clocks import BRITISH, clock_name
from cmiportal.rules.days import uk_day
from cmiportal.ui.narrowing import narrowed
from cmiportal.visitors import reads_query

from ..forms.events import CalendarFilterForm
from ..models import Booking, Event
from ..rules.months import after, before, days_of, month_of
from ..rules.standing import Standing
from ..services.cards import said_of
from .booking_words import tag_of

SHOWN = (
    *("slug", "title", "starts_at", "ends_at", "time_zone", "state"),
    *("opens_at", "closes_at", "capacity", "taken"),
)
# What is said of an event beside its title; everything else stands on its page.
SAID = (Standing.CANCELLED, Standing.FULL, Standing.FEW)


@public
@reads_query(*CalendarFilterForm.base_fields)
@require_safe
def event_calendar(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The events of a month, each on the days that it takes by the clock of its place; six queries for visitors."""
    now = timezone.now()
    first = month_of(year, month, today=uk_day(now))
    if first is None:
        raise Http404
    form = CalendarFilterForm(request.GET, on=uk_day(now), first=first)
    return narrowed(
        request,
        form,
        "events/events/event_calendar.html",
        said=lambda found: _said(form, found, request.user, at=now),
        events=Event.objects.public().in_month(first).only(*SHOWN),
    )


def _said(form: CalendarFilterForm, events: Sequence[Event], reader: Any, *, at: datetime) -> dict[str, Any]:
    first, own = form.first, _own_words(events, reader, at=at)
    return {
        "first": first,
        "today": form.on,
        "name": format_date(first, "F Y"),
        "found": _by_day(events, first, own, at=at),
        "previous": form.turned_to(before(first)),
        "next": form.turned_to(after(first)),
        "further": None if events else _further(form),
    }


def _own_words(events: Sequence[Event], reader: Any, *, at: datetime) -> dict[int, str]:
    """How the reader's own bookings stand, by the event's key; one query for who is signed in, none for visitors."""
    if not reader.is_authenticated or not events:
        return {}
    rows = Booking.objects.live().filter(person=reader.pk, event__in=[event.pk for event in events])
    return {row.event_id: f"Your booking: {tag_of(row, at=at)[0]}" for row in rows.select_related("event", "order")}


def _by_day(
    events: Sequence[Event], first: date, own: Mapping[int, str], *, at: datetime
) -> dict[date, list[dict[str, Any]]]:
    found = defaultdict(list)
    for event in events:
        days = list(days_of(event.starts_at, event.ends_at, event.time_zone))
        for day in days:
            if (day.year, day.month) == (first.year, first.month):
                found[day].append(_entry(event, own.get(event.pk, ""), is_first=day == days[0], at=at))
    return dict(found)


def _entry(event: Event, own: str, *, is_first: bool, at: datetime) -> dict[str, Any]:
    begin = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    standing, word, _ = said_of(event, at=at)
    return {
        "title": event.title,
        "href": event.get_absolute_url(),
        "time": format_date(begin, "H:i") if is_first else "",
        "clock": "" if not is_first or event.time_zone in BRITISH else clock_name(begin),
        "word": word if standing == Standing.CANCELLED else own or (word if standing in SAID else ""),
    }


def _further(form: CalendarFilterForm) -> dict[str, str] | None:
    """The next month in which something is that meets the filters."""
    later = form.narrow(Event.objects.public().beginning_from(after(form.first)))
    event = later.only("starts_at", "time_zone").first()
    return (
        form.turned_to(event.starts_at.astimezone(ZoneInfo(event.time_zone)).date().replace(day=1)) if event else None
    )
