"""Loading the site's texts from files: what is new is added, what is there stays as editors made it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db import models, transaction

from cmiportal.importing import BadFile, Report, all_or_nothing
from cmiportal.rules.days import UK
from cmiportal.visitors import publish
from cmiportal.workflow import born, move
from qualifications.models import Unit

from ..models import (
    Article,
    ArticleAddress,
    ArticleSeries,
    ArticleVersion,
    Author,
    Campaign,
    CampaignDefinition,
    CampaignGuidance,
    CampaignQuote,
    CampaignStory,
    Page,
    PageAddress,
    Playlist,
    PlaylistItem,
    Resource,
    Topic,
)
from ..models import Report as ResearchReport
from ..rules.content_files import Content, judge
from ..rules.content_kinds import ArticleFile, CampaignFile, PageFile, PlaylistFile, ReportFile, ResourceFile
from ..rules.markdown import minutes, opening
from ..workflow import ArticleState
from .finding import write_down

# When a text appears of which only the day is known.
MORNING = time(7)


@transaction.atomic
def import_insights(*, files: Mapping[str, bytes], at: datetime) -> Report:
    """Load what the files hold, by their names in the folder; raises BadFile, and then nothing is written.

    Articles whose moment has come by ``at`` are published with that moment; later ones are scheduled for it.
    """
    content, faults = judge(files)
    faults = faults or _unknown_units(content)
    if faults:
        raise BadFile(faults)
    report = Report()
    with all_or_nothing():
        _load(content, report, at=at)
    publish()
    return report


def _load(content: Content, report: Report, *, at: datetime) -> None:
    """In this order, as later ones name earlier ones."""
    _headings(Topic, "topic", content.topics, report)
    _headings(ArticleSeries, "series", content.series, report)
    _headings(Author, "author", content.authors, report)
    for article in _new("article", content.articles, "slug", _slugs_of_articles(), report):
        _add_article(article, at=at)
    reports = _new("report", content.reports, "slug", _known(ResearchReport, "slug"), report)
    resources = _new("resource", content.resources, "slug", _known(Resource, "slug"), report)
    pages = _new("page", content.pages, "path", _known(Page, "path") | _known(PageAddress, "path"), report)
    _index(ResearchReport.objects.bulk_create(map(_report, reports)), at=at)
    _index(Resource.objects.bulk_create(map(_resource, resources)), at=at)
    _index(Page.objects.bulk_create(_page(row, at=at) for row in pages), at=at)
    campaigns = _new("campaign", content.campaigns, "slug", _known(Campaign, "slug"), report)
    playlists = _new("playlist", content.playlists, "unit", _known(Playlist, "unit__number"), report)
    _index(list(map(_add_campaign, campaigns)), at=at)
    _index(list(map(_add_playlist, playlists)), at=at)


def _unknown_units(content: Content) -> list[str]:
    asked = {row.unit for row in content.playlists}
    known = set(Unit.objects.filter(number__in=asked).values_list("number", flat=True))
    return [
        f"playlists.toml: the catalogue has no unit {number}; mend it, or import the catalogue first."
        for number in sorted(asked - known)
    ]


def _known(model: type[models.Model], name: str) -> set[str]:
    return set(model._default_manager.values_list(name, flat=True))


def _slugs_of_articles() -> set[str]:
    """Those that lead to an article, the former ones too."""
    return _known(Article, "slug") | _known(ArticleAddress, "slug")


def _new(word: str, rows: Sequence[Any], name: str, known: set[str], report: Report) -> list[Any]:
    """Those that are not known by the field ``name``; notes them, and counts the others."""
    new = [row for row in rows if getattr(row, name) not in known]
    report.added += [f"{word} {getattr(row, name)}" for row in new]
    report.left += len(rows) - len(new)
    return new


def _index(rows: Sequence[models.Model], *, at: datetime) -> None:
    """Write rows of one table down for the search, which no signal tells of what was written many at once."""
    if rows:
        write_down(type(rows[0]), [row.pk for row in rows], at=at)


def _headings(model: type[models.Model], word: str, rows: Sequence[Any], report: Report) -> None:
    for row in _new(word, rows, "key", _known(model, "key"), report):
        model._default_manager.create(**vars(row))


def _add_article(row: ArticleFile, *, at: datetime) -> Article:
    """Born with its moment, and read from then on, by the clock as any other that was scheduled."""
    written = min(at, row.published)
    article = Article(
        state=ArticleState.SCHEDULED,
        slug=row.slug,
        kind=row.kind,
        audience=row.audience,
        topic_id=row.topic,
        series_id=row.series or None,
        publish_at=row.published,
        created_at=written,
    )
    born(article, at=written, action="import", data={"publish_at": row.published.isoformat()})
    article.authors.set(row.authors)
    version = _add_text(article, row, at=written)
    if row.published > at:
        article.latest = version
        article.save(update_fields=["latest"])
        return article
    shown: dict[str, Any] = {"latest": version, "shown": version, "publish_at": None, "published_at": row.published}
    return move(article, "appear", at=row.published, **shown)


def _add_text(article: Article, row: ArticleFile, *, at: datetime) -> ArticleVersion:
    return ArticleVersion.objects.create(
        article=article,
        number=1,
        title=row.title,
        standfirst=row.standfirst,
        body=row.body,
        minutes=minutes(row.body),
        begins=opening(row.body),
        written_at=at,
    )


def _report(row: ReportFile) -> ResearchReport:
    return ResearchReport(
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        standfirst=row.standfirst,
        body=row.body,
        topic_id=row.topic,
        pages=row.pages,
        published_on=row.published,
    )


def _resource(row: ResourceFile) -> Resource:
    return Resource(
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        body=row.body,
        topic_id=row.topic,
        levels=list(row.levels),
        minutes=row.minutes,
        link=row.link,
        published_on=row.published,
        updated_at=datetime.combine(row.published, MORNING, tzinfo=UK),
    )


def _page(row: PageFile, *, at: datetime) -> Page:
    return Page(**vars(row), is_published=True, updated_at=at)


def _add_campaign(row: CampaignFile) -> Campaign:
    """With all its parts in the order of the file, save those whose address editors have changed since."""
    campaign = Campaign.objects.create(
        slug=row.slug,
        title=row.title,
        standfirst=row.standfirst,
        aim=row.aim,
        why=row.why,
        at_work_title=row.at_work_title,
        at_work=row.at_work,
        topic_id=row.topic,
        report=ResearchReport.objects.filter(slug=row.report).first(),
        contact=row.contact,
        position=row.position,
        published_on=row.published,
    )
    _add_parts(CampaignDefinition, campaign, row.definitions)
    _add_parts(CampaignQuote, campaign, row.quotes)
    articles = {article.slug: article for article in Article.objects.filter(slug__in=row.stories)}
    resources = {resource.slug: resource for resource in Resource.objects.filter(slug__in=row.guidance)}
    _add_parts(CampaignStory, campaign, [{"article": articles[slug]} for slug in row.stories if slug in articles])
    _add_parts(
        CampaignGuidance, campaign, [{"resource": resources[slug]} for slug in row.guidance if slug in resources]
    )
    return campaign


def _add_parts(model: type[models.Model], campaign: Campaign, parts: Iterable[dict[str, Any]]) -> None:
    model._default_manager.bulk_create(
        model(campaign=campaign, position=position, **part) for position, part in enumerate(parts, start=1)
    )


def _add_playlist(row: PlaylistFile) -> Playlist:
    playlist = Playlist.objects.create(unit=Unit.objects.get(number=row.unit), text=row.text, is_published=True)
    slugs = [part["slug"] for part in row.resources]
    resources = {resource.slug: resource for resource in Resource.objects.filter(slug__in=slugs)}
    PlaylistItem.objects.bulk_create(
        PlaylistItem(playlist=playlist, resource=resources[part["slug"]], position=position, why=part["why"])
        for position, part in enumerate(row.resources, start=1)
        if part["slug"] in resources
    )
    return playlist
