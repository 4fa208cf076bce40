"""The moves of an article, by editors and by the clock; each under the lock of its row, in a transaction of its own.

``moves`` is the version of the row that the form carried. Each of them raises MoveNotAllowed for who is no editor or
where the article is in another state, and StaleMove where somebody moved it first.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import move

from ...models import Article
from ...workflow import ArticleState
from .refusals import ArticleRefused
from .rows import locked_article, text_to_show

logger = logging.getLogger(__name__)


@transaction.atomic
def submit(*, article: Article, by: User, at: datetime, moves: int | None = None) -> Article:
    """Send a draft to review."""
    return move(locked_article(article), "submit", actor=by, at=at, moves=moves)


@transaction.atomic
def return_to_draft(*, article: Article, by: User, at: datetime, moves: int | None = None) -> Article:
    """Take an article back from review."""
    return move(locked_article(article), "return", actor=by, at=at, moves=moves)


@transaction.atomic
def schedule(*, article: Article, when: datetime, by: User, at: datetime, moves: int | None = None) -> Article:
    """Let the article appear at a moment to come, or at another one than was said.

    Raises ArticleRefused for a moment that is past or too far away, and for a text with faults.
    """
    row = locked_article(article)
    _check_moment(when, at)
    text_to_show(row)
    return move(row, "schedule", actor=by, at=at, moves=moves, publish_at=when, data={"when": when.isoformat()})


@transaction.atomic
def unschedule(*, article: Article, by: User, at: datetime, moves: int | None = None) -> Article:
    """Take the article off the schedule; it is in review again."""
    return move(locked_article(article), "unschedule", actor=by, at=at, moves=moves, publish_at=None)


@transaction.atomic
def publish(*, article: Article, by: User, at: datetime, moves: int | None = None) -> Article:
    """Show the latest text to readers now. Raises ArticleRefused for a text with faults."""
    row = locked_article(article)
    return move(row, "publish", actor=by, at=at, moves=moves, **_shown(row, at))


def appear_due(*, at: datetime) -> int:
    """Publish what was scheduled for now, each by itself, so that a stopped run goes on; returns how many appeared.

    One that cannot be shown is told in the log and stops no other.
    """
    appeared = 0
    for article in Article.objects.to_appear(at=at):
        try:
            appeared += _appear(article, at=at)
        except Exception:
            logger.exception("The article %s could not appear", article.slug)
    return appeared


@transaction.atomic
def revise(*, article: Article, by: User, at: datetime, moves: int | None = None) -> Article:
    """Show the latest text in place of the one that readers see.

    Raises ArticleRefused where they see it already, and for a text with faults.
    """
    row = locked_article(article)
    if not row.has_changes:
        raise ArticleRefused("Readers see the latest text already.")
    text = text_to_show(row)
    return move(row, "revise", actor=by, at=at, moves=moves, shown=text, data={"version": text.number})


@transaction.atomic
def archive(*, article: Article, by: User, at: datetime, moves: int | None = None) -> Article:
    """Take the article out of lists; whoever has its address still reads it."""
    return move(locked_article(article), "archive", actor=by, at=at, moves=moves)


@transaction.atomic
def restore(*, article: Article, by: User, at: datetime, moves: int | None = None) -> Article:
    """Put the article back into lists, where it stood."""
    return move(locked_article(article), "restore", actor=by, at=at, moves=moves)


def _check_moment(when: datetime, at: datetime) -> None:
    if when <= at:
        raise ArticleRefused("This moment is past. Choose one to come, or publish the article now.")
    days = settings.ARTICLE_SCHEDULE_MAX_DAYS
    if when > at + timedelta(days=days):
        raise ArticleRefused(f"This moment is more than {days} days away. Choose an earlier one.")


@transaction.atomic
def _appear(article: Article, *, at: datetime) -> int:
    row = locked_article(article)
    if row.state != ArticleState.SCHEDULED or row.publish_at is None or row.publish_at > at:
        return 0  # an editor, or another worker, was first
    move(row, "appear", at=at, **_shown(row, at))
    return 1


def _shown(row: Article, at: datetime) -> dict[str, Any]:
    """What is written when readers see the latest text for the first time, and which version that is."""
    text = text_to_show(row)
    return {"shown": text, "published_at": at, "publish_at": None, "data": {"version": text.number}}
