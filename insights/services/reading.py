"""Articles as readers find them: as cards, beside each other, and as a whole or how they begin."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateformat import format as format_date

from cmiportal.ui.components.words import count_of

from ..models import Article, ArticleEvent, ArticleVersion, Audience, Campaign
from ..permissions import may_read
from ..querysets.articles import ArticleQuerySet

__all__ = ["begins_in", "campaigns_of", "cards_of", "last_changed", "may_read", "neighbours", "related_to"]

RELATED = 3
# What is said of a text that is not open to everybody.
GATES = {Audience.PUBLIC.value: "", Audience.REGISTERED.value: "With an account", Audience.MEMBERS.value: "For members"}
# The moves after which readers see another text than before.
SHOWING = ("appear", "publish", "revise")


def cards_of(articles: Iterable[Article]) -> list[dict[str, str]]:
    """Published articles as ``{% card %}`` takes them, and each fact by itself for lists; asks nothing.

    ``title``, ``href``, ``text``, ``eyebrow``, ``meta``; ``kind``, ``topic``, ``day``, ``minutes``, and ``gate``, which is
    empty for what everybody reads. They were read ``with_text`` or ``with_text_apart``.
    """
    return [card for article in articles if (card := _card(article, article.shown)) is not None]


def related_to(article: Article) -> list[Article]:
    """Three others of the same series, else of the same topic, the latest first; one query, or two."""
    others = Article.objects.listed().with_text().exclude(pk=article.pk)
    found = list(others.filter(series=article.series_id)[:RELATED]) if article.series_id else []
    if len(found) < RELATED:
        rest = others.filter(topic=article.topic_id).exclude(pk__in=[each.pk for each in found])
        found += rest[: RELATED - len(found)]
    return found


def neighbours(article: Article) -> dict[str, Article | None]:
    """The ``previous`` and the ``next`` one in its series, by when they appeared; two queries, none without series."""
    if not article.series_id or not article.published_at:
        return {}
    rows = Article.objects.listed().filter(series=article.series_id).select_related("shown").defer("shown__body")
    at, pk = article.published_at, article.pk
    earlier = Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)
    later = Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)
    return {
        "previous": rows.filter(earlier).first(),
        "next": rows.filter(later).order_by("published_at", "pk").first(),
    }


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
