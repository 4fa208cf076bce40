"""What the search finds of events, and of the networks that hold them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateformat import format as format_date

from cmiportal.registry import Entry, SearchFacts, SearchKind, SearchPage, SearchSource

from ..models import Community, Event, Region
from ..workflow import EventState

COMING, OVER, CANCELLED = 1.1, 0.6, 0.4
LATELY = timedelta(days=2)


def events() -> QuerySet:
    """All that anybody may see."""
    return Event.objects.public().select_related("region").prefetch_related("speakers", "topics", "communities")


def facts_of_event(row: Event, at: datetime) -> SearchFacts:
    """What it is called and about, who speaks, and when it is."""
    is_over = row.state == EventState.COMPLETED or row.ends_at <= at
    headings = [*row.topics.all(), *row.communities.all(), *([row.region] if row.region else [])]
    day = format_date(row.starts_at.astimezone(ZoneInfo(row.time_zone)), "j F Y")
    is_off = row.state == EventState.CANCELLED
    return SearchFacts(
        title=row.title,
        url=row.get_absolute_url(),
        summary=row.strapline,
        text=row.description,
        words=" ".join([*map(str, headings), *(speaker.name for speaker in row.speakers.all()), row.venue]),
        label=f"{row.get_kind_display()}, {day}{', cancelled' if is_off else ''}",
        at=row.starts_at,
        weight=CANCELLED if is_off else OVER if is_over else COMING,
    )


def events_due(at: datetime) -> Iterable[UUID]:
    """Those that have ended of late."""
    return Event.objects.public().filter(ends_at__range=(at - LATELY, at)).values_list("pk", flat=True)


def network(url_name: str, label: str) -> Any:
    """The facts of regions, or of communities."""

    def facts(row: Any, at: datetime) -> SearchFacts:
        return SearchFacts(
            title=row.title,
            url=reverse(url_name, args=[row.pk]),
            summary=row.text,
            words=" ".join([*getattr(row, "covers", ()), "network events board volunteers"]),
            label=label,
        )

    return facts


ENTRIES: tuple[Entry, ...] = (
    SearchKind("event", one="Event", many="Events", order=40),
    SearchSource(
        key="event",
        kind="event",
        model="events.Event",
        rows=events,
        facts=facts_of_event,
        watched={
            "events.EventEvent": lambda event: [event.event_id],
            "events.Speaker": lambda speaker: [speaker.event_id],
        },
        due=events_due,
    ),
    SearchSource(
        key="region",
        kind="page",
        model="events.Region",
        rows=Region.objects.all,
        facts=network("site:region_detail", "Regional network"),
    ),
    SearchSource(
        key="community",
        kind="page",
        model="events.Community",
        rows=Community.objects.all,
        facts=network("site:community_detail", "Community network"),
    ),
    SearchPage(
        key="events",
        title="Events",
        url_name="events:event_list",
        summary="Webinars, talks, workshops and conferences to come, online and near you.",
        words="what's on diary calendar book a place",
        label="List",
        popular=True,
    ),
    SearchPage(
        key="past_events",
        title="Past events",
        url_name="events:past_list",
        summary="Slides and recordings of events that are over.",
        words="recordings slides catch up watch again",
        label="List",
    ),
    SearchPage(
        key="regions",
        title="Regional networks",
        url_name="site:region_list",
        summary="Managers who meet near you, and the boards of volunteers who bring them together.",
        words="local branch board",
        label="List",
    ),
    SearchPage(
        key="communities",
        title="Community networks",
        url_name="site:community_list",
        summary="Managers who share something other than a place.",
        words="women consultants public services special interest groups",
        label="List",
    ),
)
