"""Articles as readers find them: as cards, beside each other, and as a whole or how they begin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateformat import format as format_date

from cmiportal.ui.components.words import count_of

from ..models import Article, ArticleEvent, ArticleVersion, Audience, Campaign
from ..permissions import may_read
from ..querysets.articles import ArticleQuerySet

__all__ = ["Beside", "begins_in", "beside", "campaigns_of", "cards_of", "last_changed", "may_read"]

RELATED = 3
# What is said of a text that is not open to everybody.
GATES = {Audience.PUBLIC.value: "", Audience.REGISTERED.value: "With an account", Audience.MEMBERS.value: "For members"}
# The moves after which readers see another text than before.
SHOWING = ("appear", "publish", "revise")


@dataclass(frozen=True)
class Beside:
    """What is read next: ``previous`` and ``next`` in its series by when they appeared, and up to three ``related``."""

    previous: Article | None
    next: Article | None
    related: list[Article]


def cards_of(articles: Iterable[Article]) -> list[dict[str, str]]:
    """Published articles as ``{% card %}`` takes them, and each fact by itself for lists; asks nothing.

    ``title``, ``href``, ``text``, ``eyebrow`` and ``meta``; ``kind``, ``topic``, ``day``, ``minutes`` and
    ``gate``, which is empty for what everybody reads. They were read ``with_text`` or ``with_text_apart``.
    """
    return [card for article in articles if (card := _card(article, article.shown)) is not None]


def beside(article: Article) -> Beside:
    """What is read next: in its series, and others of the series or else of the topic, the latest first; one query."""
    rows = Article.objects.listed().exclude(pk=article.pk)
    of_topic, of_series = rows.filter(topic=article.topic_id), rows.filter(series=article.series_id)
    wanted = [of_topic[:RELATED]]
    if article.series_id:
        wanted.append(of_series[:RELATED])
    if article.series_id and article.published_at:
        wanted.append(of_series.filter(_near(article, "lt"))[:1])
        wanted.append(of_series.filter(_near(article, "gt")).order_by("published_at", "pk")[:1])
    keys = [each.values("pk") for each in wanted]
    found = Article.objects.filter(pk__in=keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0])
    return _in_place(article, list(found.listed().with_text()))


def campaigns_of(article: Article, *, on: date) -> list[Campaign]:
    """Published campaigns that point to the article; one query."""
    rows = Campaign.objects.published(on=on).filter(stories__article=article)
    return list(rows.only("slug", "title", "standfirst"))


def last_changed(rows: ArticleQuerySet) -> QuerySet:
    """The articles with ``changed_at``: since when readers have seen the text that they see."""
    moves = ArticleEvent.objects.filter(article=OuterRef("pk"), action__in=SHOWING).order_by("-sequence")
    return rows.annotate(changed_at=Subquery(moves.values("at")[:1]))


def begins_in(text: ArticleVersion) -> list[str]:
    """The paragraphs that those see to whom the article is not open."""
    return text.begins.split("\n\n") if text.begins else []


def _near(article: Article, than: str) -> Q:
    """Those that appeared before (lt) or after (gt) it."""
    at = article.published_at
    return Q(**{f"published_at__{than}": at}) | Q(published_at=at, **{f"pk__{than}": article.pk})


def _in_place(article: Article, found: list[Article]) -> Beside:
    """Rows, the latest first, where they belong: others than the nearest and the latest are further away."""
    of_series = [row for row in found if article.series_id and row.series_id == article.series_id]
    of_topic = [row for row in found if row.topic_id == article.topic_id and row not in of_series[:RELATED]]
    earlier = later = []
    if article.published_at:
        here = (article.published_at, article.pk)
        earlier = [row for row in of_series if (row.published_at, row.pk) < here]
        later = [row for row in of_series if (row.published_at, row.pk) > here]
    return Beside(
        previous=earlier[0] if earlier else None,
        next=later[-1] if later else None,
        related=[*of_series[:RELATED], *of_topic][:RELATED],
    )


def _card(article: Article, text: ArticleVersion | None) -> dict[str, Any] | None:
    if text is None:
        return None
    day = _day(article.published_at)
    minutes = count_of(text.minutes, "minute to read,minutes to read")
    gate = GATES[article.audience]
    kind, topic = article.get_kind_display(), article.topic.title
    return {
        "title": text.title,
        "href": article.get_absolute_url(),
        "text": text.standfirst,
        "eyebrow": f"{kind}: {topic}",
        "meta": ", ".join(part for part in (day, minutes, gate.lower()) if part),
        "kind": kind,
        "topic": topic,
        "day": day,
        "minutes": minutes.capitalize(),
        "gate": gate,
    }


def _day(moment: datetime | None) -> str:
    """The day in the reader's zone."""
    return format_date(timezone.localtime(moment), "j F Y") if moment else ""
