"""A month of events as a calendar, which anybody may turn."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import UK, uk_day

from ..models import Event
from ..rules.months import after, before, days_of, month_of
from ..workflow import EventState

# A longer event is looked for no further back. From zone to zone a day begins up to fourteen hours earlier or later.
LONGEST = timedelta(days=7)
ZONES_APART = timedelta(hours=14)


@public
@require_safe
def event_calendar(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The events of a month, each on the days that it takes by the clock of its own place; one query."""
    today = uk_day(timezone.now())
    first = month_of(year, month, today=today)
    if first is None:
        raise Http404
    found = _found(first)
    context = {
        "first": first,
        "today": today,
        "name": format_date(first, "F Y"),
        "found": found,
        "days": len(found),
        "previous": _month(before(first), today),
        "next": _month(after(first), today),
    }
    return render(request, "events/events/event_calendar.html", context)


def _found(first: date) -> dict[date, list[dict[str, Any]]]:
    begin, end = (datetime.combine(day, time(), tzinfo=UK) for day in (first, after(first)))
    rows = Event.objects.public().filter(
        starts_at__gte=begin - LONGEST - ZONES_APART, starts_at__lt=end + ZONES_APART, ends_at__gt=begin - ZONES_APART
    )
    found = defaultdict(list)
    for event in rows.order_by("starts_at", "pk").only("slug", "title", "starts_at", "ends_at", "time_zone", "state"):
        days = list(days_of(event.starts_at, event.ends_at, event.time_zone))
        for day in days:
            if (day.year, day.month) == (first.year, first.month):
                found[day].append(_entry(event, is_first=day == days[0]))
    return dict(found)


def _entry(event: Event, *, is_first: bool) -> dict[str, Any]:
    begin = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    return {
        "title": event.title,
        "href": event.get_absolute_url(),
        "time": format_date(begin, "H:i") if is_first else "",
        "word": "Cancelled" if event.state == EventState.CANCELLED else "",
    }


def _month(first: date, today: date) -> dict[str, Any] | None:
    """A month to turn to; None beyond the end of the calendar."""
    if month_of(first.year, first.month, today=today) is None:
        return None
    return {"year": first.year, "month": first.month, "name": format_date(first, "F Y")}
