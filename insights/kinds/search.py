"""What the search finds of articles, reports, campaigns, the library and pages, and to whom their texts are open.

Titles and summaries are found by everybody; the text of what is gated by those alone who may read it.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from cmiportal.registry import Entry, SearchAudience, SearchFacts, SearchKind, SearchSource
from cmiportal.rules.days import UK, uk_day

from ..models import (
    Article,
    ArticleSeries,
    Audience,
    Author,
    Campaign,
    Page,
    Playlist,
    PlaylistItem,
    Report,
    Resource,
    Topic,
)
from ..permissions import OPEN_KINDS, may_read
from ..rules.markdown import plain

LATELY = timedelta(days=2)


def articles() -> QuerySet:
    """Those that lists show."""
    return Article.objects.listed().select_related("shown", "topic", "series").prefetch_related("authors")


def facts_of_article(row: Any, at: datetime) -> SearchFacts:
    """The text that readers see, who wrote it and what it is about."""
    about = [row.topic.title, row.series.title if row.series else "", *(author.name for author in row.authors.all())]
    return SearchFacts(
        title=row.shown.title,
        url=row.get_absolute_url(),
        summary=row.shown.standfirst,
        text=plain(row.shown.body),
        words=" ".join(about),
        label=row.get_kind_display(),
        audience=row.audience,
        at=row.published_at,
    )


def resources() -> QuerySet:
    """Those that were given a day."""
    return Resource.objects.filter(published_on__isnull=False).select_related("topic")


def facts_of_resource(row: Resource, at: datetime) -> SearchFacts | None:
    """What the library has; what a word means is open to everybody."""
    if not _is_out(row.published_on, at):
        return None
    levels = f"level {' level '.join(map(str, row.levels))}" if row.levels else ""
    return SearchFacts(
        title=row.title,
        url=row.get_absolute_url(),
        summary=row.summary,
        text=plain(row.body),
        words=f"{row.topic.title} {levels}",
        label=row.get_kind_display(),
        audience=(Audience.PUBLIC if row.kind in OPEN_KINDS else Audience.MEMBERS).value,
        at=_begin(row.published_on),
    )


def playlists() -> QuerySet:
    """Those that are published."""
    return Playlist.objects.published().select_related("unit").prefetch_related("items__resource")


def facts_of_playlist(row: Playlist, at: datetime) -> SearchFacts:
    """Which unit it is for, and what is on it that anybody may find."""
    return SearchFacts(
        title=f"Learning journey for unit {row.unit.number}",
        url=row.get_absolute_url(),
        summary=plain(row.text),
        words="playlist reading list",
        text=". ".join(item.resource.title for item in row.items.all() if _is_out(item.resource.published_on, at)),
        label="Learning journey",
        weight=0.9,
    )


def reports() -> QuerySet:
    """Those that were given a day."""
    return Report.objects.filter(published_on__isnull=False).select_related("topic")


def facts_of_report(row: Report, at: datetime) -> SearchFacts | None:
    """What the Institute found out."""
    if not _is_out(row.published_on, at):
        return None
    return SearchFacts(
        title=row.title,
        url=row.get_absolute_url(),
        summary=row.standfirst,
        text=plain(row.body),
        words=f"{row.topic.title} research report",
        label=row.get_kind_display(),
        at=_begin(row.published_on),
        weight=1.1,
    )


def campaigns() -> QuerySet:
    """Those that were given a day, with their parts."""
    parts = ("definitions", "quotes")
    return Campaign.objects.filter(published_on__isnull=False).select_related("topic").prefetch_related(*parts)


def facts_of_campaign(row: Campaign, at: datetime) -> SearchFacts | None:
    """What it stands for, with its words and voices."""
    if not _is_out(row.published_on, at):
        return None
    said = [
        *(f"{each.term}: {plain(each.text)}" for each in row.definitions.all()),
        *(q.text for q in row.quotes.all()),
    ]
    return SearchFacts(
        title=row.title,
        url=row.get_absolute_url(),
        summary=row.standfirst,
        text=" ".join([*map(plain, (row.aim, row.why, row.at_work)), row.at_work_title, *said]),
        words=f"{row.topic.title} campaign",
        label="Campaign",
        at=_begin(row.published_on),
        weight=1.2,
    )


def facts_of_page(row: Page, at: datetime) -> SearchFacts:
    """What a page of the site says."""
    return SearchFacts(
        title=row.title,
        url=row.get_absolute_url(),
        summary=row.standfirst,
        text=plain(row.body),
        words=f"{row.label} {row.path.replace('/', ' ').replace('-', ' ')}",
        weight=1.2,
    )


def facts_of_heading(label: str, weight: float) -> Any:
    """The facts of topics, or of series."""

    def facts(row: Any, at: datetime) -> SearchFacts:
        url = row.get_absolute_url()
        return SearchFacts(title=row.title, url=url, summary=plain(row.text), label=label, weight=weight)

    return facts


def facts_of_author(row: Author, at: datetime) -> SearchFacts:
    """Who somebody is."""
    summary = ". ".join(filter(None, [row.role, plain(row.text)]))
    return SearchFacts(title=row.name, url=row.get_absolute_url(), summary=summary, label="Author")


def due(model: Any) -> Any:
    """The keys of rows of this table that have appeared of late."""

    def lately(at: datetime) -> Iterable[Any]:
        return model.objects.filter(published_on__range=(uk_day(at - LATELY), uk_day(at))).values_list("pk", flat=True)

    return lately


def _lists_with(**resources: Any) -> QuerySet:
    return PlaylistItem.objects.filter(**resources).values_list("playlist", flat=True)


def _is_out(day: date | None, at: datetime) -> bool:
    return day is not None and day <= uk_day(at)


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UK) if day else None


def _of_campaign(part: Any) -> list[int]:
    return [part.campaign_id]


ENTRIES: tuple[Entry, ...] = (
    SearchKind("article", one="Article", many="Articles", order=50),
    SearchKind("resource", one="Resource", many="Resources", order=60),
    SearchKind("report", one="Report", many="Reports", order=70),
    SearchKind("campaign", one="Campaign", many="Campaigns", order=80),
    SearchKind("page", one="Page", many="Pages", order=90),
    SearchAudience(
        Audience.REGISTERED.value, label="With an account", holds=lambda user: may_read(user, Audience.REGISTERED)
    ),
    SearchAudience(Audience.MEMBERS.value, label="For members", holds=lambda user: may_read(user, Audience.MEMBERS)),
    SearchSource(
        key="article",
        kind="article",
        model="insights.Article",
        rows=articles,
        facts=facts_of_article,
        watched={"insights.ArticleEvent": lambda event: [event.article_id]},
    ),
    SearchSource(
        key="resource",
        kind="resource",
        model="insights.Resource",
        rows=resources,
        facts=facts_of_resource,
        due=due(Resource),
    ),
    SearchSource(
        key="playlist",
        kind="resource",
        model="insights.Playlist",
        rows=playlists,
        facts=facts_of_playlist,
        watched={
            "insights.PlaylistItem": lambda item: [item.playlist_id],
            "insights.Resource": lambda resource: _lists_with(resource=resource.pk),
        },
        due=lambda at: _lists_with(resource__in=due(Resource)(at)),
    ),
    SearchSource(
        key="report",
        kind="report",
        model="insights.Report",
        rows=reports,
        facts=facts_of_report,
        due=due(Report),
    ),
    SearchSource(
        key="campaign",
        kind="campaign",
        model="insights.Campaign",
        rows=campaigns,
        facts=facts_of_campaign,
        watched={"insights.CampaignDefinition": _of_campaign, "insights.CampaignQuote": _of_campaign},
        due=due(Campaign),
    ),
    SearchSource(key="page", kind="page", model="insights.Page", rows=Page.objects.published, facts=facts_of_page),
    SearchSource(
        key="topic",
        kind="page",
        model="insights.Topic",
        rows=Topic.objects.listed,
        facts=facts_of_heading("Topic", 1.2),
        watched={"insights.ArticleEvent": lambda event: [event.article.topic_id]},
    ),
    SearchSource(
        key="series",
        kind="page",
        model="insights.ArticleSeries",
        rows=ArticleSeries.objects.listed,
        facts=facts_of_heading("Series of articles", 1),
        watched={"insights.ArticleEvent": lambda event: filter(None, [event.article.series_id])},
    ),
    SearchSource(
        key="author",
        kind="page",
        model="insights.Author",
        rows=Author.objects.listed,
        facts=facts_of_author,
        watched={"insights.ArticleEvent": lambda event: event.article.authors.values_list("pk", flat=True)},
    ),
)
