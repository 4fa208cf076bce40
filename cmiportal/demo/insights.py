"""The demo's insights: work that waits for the editor, pictures, what people kept, and readers of Highlights."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from cmiportal.accounts.models import User
from cmiportal.rules.days import UK, uk_day
from insights.models import Article, ArticleSeries, Author, Campaign, Picture, Resource, Topic
from insights.rules.weeks import bounds, monday_of
from insights.services import articles, highlights, keeping, pictures
from insights.services.articles import ArticleFacts, ArticleText

from . import insight_texts as texts
from .insight_texts import Piece
from .member_story import MemberStory
from .pictures import drawn

NINE = time(9)
HOUR = 1 / 24


def load_insights(story: MemberStory) -> None:
    """Tell all of it; what comes with the site's texts (``import_insights``) is there, or is left out."""
    shown = the_pictures(story)
    illustrate(story, shown)
    the_desk(story, shown)
    the_week(story)
    the_library(story)


def editor_of(story: MemberStory) -> User:
    """Who writes and publishes."""
    return story.people["editor"]


def the_pictures(story: MemberStory) -> dict[str, Picture]:
    """Five pictures by key, with their sizes: whoever looks at once sees them, before any worker has begun."""
    at = story.ago(20)
    added = {}
    for key, alternative in texts.ALTERNATIVES.items():
        file = drawn(key)
        picture = pictures.add_picture(
            file=file, alternative=alternative, credit=texts.CREDIT, by=editor_of(story), at=at
        )
        pictures.make_sizes(picture=picture, at=at)
        added[key] = picture
    return added


def illustrate(story: MemberStory, shown: dict[str, Picture]) -> None:
    """Put pictures above articles that readers know, as a new version of each, and above a campaign."""
    found = Article.objects.listed().filter(slug__in=texts.ILLUSTRATED).select_related("shown")
    for article in found:
        at = max(story.ago(2), article.published_at or story.now)
        text = ArticleText(
            title=article.shown.title,
            standfirst=article.shown.standfirst,
            body=article.shown.body,
            picture=shown[texts.ILLUSTRATED[article.slug]],
        )
        row = articles.write(article=article, values=text, by=editor_of(story), at=at)
        articles.revise(article=row, by=editor_of(story), at=at)
    slug, key = texts.CAMPAIGN
    for campaign in Campaign.objects.filter(slug=slug):
        campaign.picture = shown[key]
        campaign.save(update_fields=["picture"])


def the_desk(story: MemberStory, shown: dict[str, Picture]) -> None:
    """An article in draft, one in review, one for tomorrow at nine, two of this week, one of them changed since."""
    editor = editor_of(story)
    begin(story, texts.DRAFT, at=story.ago(1))
    review(story, texts.REVIEW, at=story.ago(3))
    scheduled = review(story, texts.SCHEDULED, at=story.ago(5))
    when = datetime.combine(uk_day(story.now, later=1), NINE, UK)
    articles.schedule(article=scheduled, when=when, by=editor, at=story.ago(2 * HOUR))
    news = review(story, texts.NEWS, at=story.ago(8), picture=shown["overlap"])
    articles.publish(article=news, by=editor, at=this_week(story, days=1))
    changed = review(story, texts.CHANGED, at=story.ago(9), picture=shown["columns"])
    changed = articles.publish(article=changed, by=editor, at=this_week(story, days=0.5))
    text = ArticleText(
        title=texts.CHANGED.title,
        standfirst=texts.NEW_STANDFIRST,
        body=texts.CHANGED.body + texts.ADDED,
        picture=shown["columns"],
    )
    articles.write(article=changed, values=text, by=editor, at=story.now)


def this_week(story: MemberStory, *, days: float) -> datetime:
    """So many days ago, or when the week began if that is later: the Highlights of the week take it in."""
    return max(story.ago(days), bounds(monday_of(uk_day(story.now)))[0])


def begin(story: MemberStory, piece: Piece, *, at: datetime, picture: Picture | None = None) -> Article:
    """The editor writes it down, as a draft."""
    facts = ArticleFacts(
        slug=piece.slug,
        kind=piece.kind,
        topic=_topic(piece.topic),
        series=ArticleSeries.objects.filter(key=piece.series).first(),
        authors=tuple(Author.objects.filter(key=piece.author)),
    )
    text = ArticleText(title=piece.title, standfirst=piece.standfirst, body=piece.body, picture=picture)
    return articles.write(article=None, values=text, facts=facts, by=editor_of(story), at=at)


def review(story: MemberStory, piece: Piece, *, at: datetime, picture: Picture | None = None) -> Article:
    """Written, and sent to review an hour later."""
    row = begin(story, piece, at=at, picture=picture)
    return articles.submit(article=row, by=editor_of(story), at=at + timedelta(hours=1))


def the_week(story: MemberStory) -> None:
    """Highlights of this week that wait to be approved, and who asked for them."""
    for number, person in enumerate(texts.READERS):
        highlights.ask(person=story.people[person], at=story.ago(40 - number * 3))
    highlights.draft(day=uk_day(story.now), intro=texts.INTRO)


def the_library(story: MemberStory) -> None:
    """What Imogen and Amara keep for later, and what they have worked through."""
    for person, slugs in texts.KEPT.items():
        for number, resource in enumerate(_resources(slugs)):
            keeping.keep(person=story.people[person], resource=resource, at=story.ago(9 - number * 2))
    for person, slugs in texts.DONE.items():
        for number, resource in enumerate(_resources(slugs)):
            keeping.mark_done(person=story.people[person], resource=resource, at=story.ago(6 - number * 3))


def _topic(key: str) -> Topic:
    """The topic, made where the site's texts have not been loaded."""
    return Topic.objects.get_or_create(key=key, defaults={"title": key.capitalize()})[0]


def _resources(slugs: Iterable[str]) -> list[Resource]:
    return list(Resource.objects.filter(slug__in=slugs))
