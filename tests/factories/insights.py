"""Articles in each state, and everything else of insights, published unless a test asks otherwise.

Articles get to their state by moves of the clock, so that a test pays for no editor; only what is archived needs one.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from cmiportal.accounts.groups import EDITORS
from cmiportal.accounts.models import User
from cmiportal.workflow import born, move
from insights import models
from insights.models import Article, ArticleVersion
from insights.workflow import ARTICLE_READ, ArticleState

from .accounts import UserFactory
from .documents import StoredFileFactory
from .qualifications import NOW, UnitFactory

# What articles and resources of the factories were published on: well before NOW, the moment from which tests count.
PUBLISHED_AT = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
PUBLISHED_ON = date(2026, 10, 5)
TEXT = ("title", "standfirst", "body", "picture", "minutes", "begins")
BODY = "Ask what the change will cost each team before you set the date.\n\nThen say what you do not know yet."


def editor(**fields: object) -> User:
    """Somebody who writes and publishes."""
    return UserFactory(groups=[EDITORS], **fields)


class TopicFactory(DjangoModelFactory):
    """What articles are about."""

    class Meta:
        model = models.Topic
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda number: f"subject-{number}")
    title = factory.LazyAttribute(lambda topic: topic.key.replace("-", " ").capitalize())
    text = "What managers ask most about it."


class ArticleSeriesFactory(DjangoModelFactory):
    """Articles that belong together."""

    class Meta:
        model = models.ArticleSeries
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda number: f"column-{number}")
    title = factory.LazyAttribute(lambda series: series.key.replace("-", " ").capitalize())
    text = "One question a month."


class AuthorFactory(DjangoModelFactory):
    """Somebody who writes articles."""

    class Meta:
        model = models.Author
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda number: f"author-{number}")
    name = factory.Sequence(lambda number: f"Beatrix Ollerton {number}")
    role = "Operations manager, Calder Foods"
    text = "Leads forty people on two sites."


class PictureFactory(DjangoModelFactory):
    """A picture whose sizes are still to be made."""

    class Meta:
        model = models.Picture

    original = factory.SubFactory(StoredFileFactory)
    alternative = factory.Sequence(lambda number: f"Two managers at a whiteboard with {number} notes.")
    width = 1600
    height = 900
    created_at = NOW


class PictureSizeFactory(DjangoModelFactory):
    """A picture at one width in one format."""

    class Meta:
        model = models.PictureSize

    picture = factory.SubFactory(PictureFactory, sized_at=NOW)
    format = models.PictureSize.Format.JPEG
    width = 480
    height = 270
    file = factory.SubFactory(StoredFileFactory)


class ArticleFactory(DjangoModelFactory):
    """An article of one version, published; ``state`` says otherwise, and ``authors`` who wrote it.

    ``title``, ``standfirst``, ``body``, ``picture``, ``minutes`` and ``begins`` are those of its version.
    """

    class Meta:
        model = Article

    slug = factory.Sequence(lambda number: f"telling-a-team-early-{number}")
    kind = models.articles.Kind.ARTICLE
    topic = factory.SubFactory(TopicFactory)
    state = ArticleState.PUBLISHED
    published_at = factory.LazyAttribute(lambda article: PUBLISHED_AT if article.state in ARTICLE_READ else None)
    publish_at = factory.LazyAttribute(lambda article: NOW if article.state == ArticleState.SCHEDULED else None)
    created_at = PUBLISHED_AT
    authors = ()
    title = "Telling a team early"
    standfirst = "What to say when you do not know everything yet."
    body = BODY
    picture = None
    minutes = 1
    begins = "Ask what the change will cost each team before you set the date."
    written_by = None

    @classmethod
    def _create(cls, model_class, *args, **given):
        text = {name: given.pop(name) for name in TEXT}
        by, authors = given.pop("written_by"), given.pop("authors")
        published_at, state = given.pop("published_at"), given.pop("state")
        begins_in = ArticleState.SCHEDULED if state in ARTICLE_READ else state
        given["publish_at"] = given["publish_at"] or (published_at if state in ARTICLE_READ else None)
        article = born(model_class(state=begins_in, **given), at=given["created_at"])
        version(article, written_by=by, **text)
        article.authors.set(authors)
        if state in ARTICLE_READ:
            appeared(article, at=published_at)
        if state == ArticleState.ARCHIVED:
            move(article, "archive", at=NOW, actor=editor())
        return article


def version(article: Article, *, at: datetime = PUBLISHED_AT, **text: object) -> ArticleVersion:
    """A further text of the article, which editors see and readers do not yet."""
    last = article.latest
    carried = {name: getattr(last, name) for name in TEXT} if last else {}
    article.latest = ArticleVersion.objects.create(
        article=article, number=last.number + 1 if last else 1, written_at=at, **{**carried, **text}
    )
    article.save(update_fields=["latest"])
    return article.latest


def appeared(article: Article, *, at: datetime) -> Article:
    """The scheduled article after its moment."""
    return move(article, "appear", at=at, shown=article.latest, published_at=at, publish_at=None)


def article_in(state: str) -> Callable[..., Article]:
    """What makes an article in that state."""
    return lambda **fields: ArticleFactory(state=state, **fields)


# An article in each state.
IN_STATE: dict[str, Callable[..., Article]] = {state: article_in(state) for state in ArticleState.values}


class PageFactory(DjangoModelFactory):
    """A page that anybody may open."""

    class Meta:
        model = models.Page

    path = factory.Sequence(lambda number: f"about/part-{number}")
    title = "How we are governed"
    standfirst = "Who decides what, and how they are chosen."
    body = "A board of twelve trustees meets six times a year."
    is_published = True
    updated_at = NOW


class ReportFactory(DjangoModelFactory):
    """A report to read; ``file=StoredFileFactory()`` puts a file to download beside it."""

    class Meta:
        model = models.Report

    slug = factory.Sequence(lambda number: f"managers-and-time-{number}")
    title = "Managers and their time"
    standfirst = "Where the week goes, and what gives it back."
    body = "We asked managers to keep a diary for one week."
    topic = factory.SubFactory(TopicFactory)
    published_on = PUBLISHED_ON


class CampaignFactory(DjangoModelFactory):
    """A campaign without stories or guidance."""

    class Meta:
        model = models.Campaign

    slug = factory.Sequence(lambda number: f"everyone-leads-{number}")
    title = "Everyone leads"
    standfirst = "Where people come from should not decide where they get to."
    aim = "To find out what holds people back."
    why = "Talent is everywhere and chances are not."
    at_work_title = "What it means at work"
    at_work = "Advertise every post, and say what it pays."
    topic = factory.SubFactory(TopicFactory)
    published_on = PUBLISHED_ON


class CampaignStoryFactory(DjangoModelFactory):
    """An article that a campaign points to."""

    class Meta:
        model = models.CampaignStory

    campaign = factory.SubFactory(CampaignFactory)
    article = factory.SubFactory(ArticleFactory)


class ResourceFactory(DjangoModelFactory):
    """A checklist of the library."""

    class Meta:
        model = models.Resource

    slug = factory.Sequence(lambda number: f"running-a-meeting-{number}")
    kind = models.Resource.Kind.CHECKLIST
    title = factory.Sequence(lambda number: f"Running a meeting {number}")
    summary = "Eight things to do before, during and after it."
    body = "Say what the meeting is to decide."
    topic = factory.SubFactory(TopicFactory)
    minutes = 5
    published_on = PUBLISHED_ON
    updated_at = NOW


class CampaignGuidanceFactory(DjangoModelFactory):
    """A resource that a campaign points to."""

    class Meta:
        model = models.CampaignGuidance

    campaign = factory.SubFactory(CampaignFactory)
    resource = factory.SubFactory(ResourceFactory)


class PlaylistFactory(DjangoModelFactory):
    """A learning journey of a unit, published and still empty."""

    class Meta:
        model = models.Playlist

    unit = factory.SubFactory(UnitFactory)
    text = "From first ideas to what lasts."
    is_published = True


class PlaylistItemFactory(DjangoModelFactory):
    """A resource at its place in a playlist."""

    class Meta:
        model = models.PlaylistItem

    playlist = factory.SubFactory(PlaylistFactory)
    resource = factory.SubFactory(ResourceFactory)
    position = factory.Sequence(lambda number: number % 1000 + 1)


class HighlightsIssueFactory(DjangoModelFactory):
    """The Highlights of a week, not yet approved."""

    class Meta:
        model = models.HighlightsIssue
        django_get_or_create = ["week"]

    week = date(2026, 11, 2)
    subject = "Telling a team early, and three more"


class HighlightsItemFactory(DjangoModelFactory):
    """An article at its place in an issue."""

    class Meta:
        model = models.HighlightsItem

    issue = factory.SubFactory(HighlightsIssueFactory)
    article = factory.SubFactory(ArticleFactory)
