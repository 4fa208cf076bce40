"""Regions and communities, which anybody may look at: what they are, and what happens there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.registry import RegionPart, every
from events.models import Community, Event, Region
from events.querysets.events import EventQuerySet
from events.services.cards import cards_of

# So many events stand on the page of a region or a community; the others are a link away.
EVENTS_SHOWN = 6


@public
@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    """All regions, those at home first, each with how much is planned there; two queries."""
    counted = _counted(Region.objects.all(), "region", at=timezone.now())
    groups = {
        "home": [each for each in counted if not each[0].abroad],
        "abroad": [each for each in counted if each[0].abroad],
    }
    return render(request, "site/region_list.html", groups)


@public
@require_safe
def region_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One region: its events, and what the apps have there; a query for each part besides."""
    now = timezone.now()
    region = get_object_or_404(Region, key=key)
    names = {name.casefold() for name in (region.title, *region.covers)}
    parts = [(part, part.rows(names, now)) for part in sorted(every(RegionPart), key=lambda part: part.order)]
    context = {"region": region, "parts": [each for each in parts if each[1]]}
    events = _events(Event.objects.filter(region=region), {"region": key}, at=now)
    return render(request, "site/region_detail.html", {**context, **events})


@public
@require_safe
def community_list(request: HttpRequest) -> HttpResponse:
    """All communities, each with how much is planned there; two queries."""
    counted = _counted(Community.objects.all(), "communities", at=timezone.now())
    return render(request, "site/community_list.html", {"communities": counted})


@public
@require_safe
def community_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One community and its events; four queries."""
    community = get_object_or_404(Community, key=key)
    events = _events(Event.objects.filter(communities=community), {"community": key}, at=timezone.now())
    return render(request, "site/community_detail.html", {"community": community, **events})


def _counted(headings: Iterable[Any], name: str, *, at: datetime) -> list[tuple[Any, int]]:
    """Each heading with the number of events to come that name it."""
    upcoming = Event.objects.upcoming(at=at).order_by().values_list(name)
    counts = dict(upcoming.annotate(planned=Count("pk")))
    return [(heading, counts.get(heading.pk, 0)) for heading in headings]


def _events(rows: EventQuerySet, query: dict[str, str], *, at: datetime) -> dict[str, Any]:
    """The next events of a network, and the addresses of more to come and of past ones, where there are any."""
    upcoming = rows.upcoming(at=at).select_related("region").prefetch_related("prices")
    found = cards_of(upcoming[: EVENTS_SHOWN + 1], at=at)
    has_past = rows.past(at=at).order_by().exists()
    return {
        "cards": found[:EVENTS_SHOWN],
        "more": reverse("events:event_list", query=query) if len(found) > EVENTS_SHOWN else "",
        "past": reverse("events:past_list", query=query) if has_past else "",
    }
