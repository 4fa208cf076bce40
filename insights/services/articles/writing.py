"""Writing an article: its facts, and its text, of which each change is a version of its own."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, born

from ...models import Article, ArticleSeries, ArticleVersion, Author, Picture, Topic
from ...models.articles import Kind
from ...models.audience import Audience
from ...permissions import is_an_editor
from ...rules import markdown
from ...workflow import ArticleState
from ..finding import headings_of, renew_headings
from .addresses import TAKEN, change_address, check_not_former, check_slug
from .refusals import ArticleChanged, ArticleRefused
from .rows import check_body, locked_article


@dataclass(frozen=True)
class ArticleText:
    """What stands in a version: a text that differs in none of these is the same."""

    title: str
    standfirst: str
    body: str
    picture: Picture | None = None


@dataclass(frozen=True)
class ArticleFacts:
    """What an article is, whatever its text says; a change shows at once."""

    slug: str
    topic: Topic
    kind: str = Kind.ARTICLE
    audience: str = Audience.PUBLIC
    series: ArticleSeries | None = None
    authors: tuple[Author, ...] = ()


@transaction.atomic
def write(
    *,
    article: Article | None,
    values: ArticleText,
    by: User,
    at: datetime,
    facts: ArticleFacts | None = None,
    number: int | None = None,
) -> Article:
    """Keep what an editor wrote: a new article (None, with its facts) as a draft, a changed text as a version.

    ``number`` is the version that the form was filled from; a text that is kept already makes no further one. Readers
    of a published article see it after ``revise``. Raises MoveNotAllowed for who is no editor, ArticleChanged where
    somebody else saved a text meanwhile, ArticleRefused for an address that cannot be had and for faults in a text
    that is scheduled, as nobody looks at it again before readers do.
    """
    if not is_an_editor(by):
        raise MoveNotAllowed("Only editors write articles.")
    values = _in_order(values)
    row = _begun(facts, by, at) if article is None else _opened(article, values, facts, number, at)
    if not _is_kept(row, values):
        keep_text(row, values, by=by, at=at)
    return row


def keep_text(row: Article, values: ArticleText, *, by: User, at: datetime) -> ArticleVersion:
    """Make the text the article's latest version, under the lock of its row. Raises ArticleRefused for faults."""
    if row.state == ArticleState.SCHEDULED:
        check_body(values.body)
    row.latest = ArticleVersion.objects.create(
        article=row,
        number=row.latest.number + 1 if row.latest else 1,
        title=values.title,
        standfirst=values.standfirst,
        body=values.body,
        picture=values.picture,
        minutes=markdown.minutes(values.body),
        begins=markdown.opening(values.body),
        written_at=at,
        written_by=by,
    )
    row.save(update_fields=["latest"])
    return row.latest


def _begun(facts: ArticleFacts | None, by: User, at: datetime) -> Article:
    """A new article without a text."""
    if facts is None:
        raise ValueError("A new article needs its facts.")
    check_slug(facts.slug)
    row = Article(state=ArticleState.DRAFT, created_at=at, slug=facts.slug, **_columns(facts))
    try:
        with transaction.atomic():
            born(row, at=at, actor=by)
    except IntegrityError as error:
        raise ArticleRefused(TAKEN) from error
    check_not_former(row)
    row.authors.set(facts.authors)
    return row


def _opened(
    article: Article, values: ArticleText, facts: ArticleFacts | None, number: int | None, at: datetime
) -> Article:
    """An article that is there, locked, with its facts as they are to be."""
    row = locked_article(article)
    _check_number(row, values, number)
    return _describe(row, facts, at) if facts else row


def _describe(row: Article, facts: ArticleFacts, at: datetime) -> Article:
    """Write the facts of an article that is locked; lists may have other topics, series and authors from then on."""
    before = headings_of(row)
    row = change_address(article=row, slug=facts.slug, at=at)
    columns = _columns(facts)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    row.authors.set(facts.authors)
    if row.state == ArticleState.PUBLISHED:
        renew_headings(before ^ headings_of(row), at=at)
    return row


def _columns(facts: ArticleFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in ("kind", "audience", "topic", "series")}


def _check_number(row: Article, values: ArticleText, number: int | None) -> None:
    last = row.latest.number if row.latest else 0
    if number is not None and number != last and not _is_kept(row, values):
        raise ArticleChanged(last)


def _is_kept(row: Article, values: ArticleText) -> bool:
    """Whether the latest version says just that."""
    last = row.latest
    return last is not None and all(getattr(last, each.name) == getattr(values, each.name) for each in fields(values))


def _in_order(values: ArticleText) -> ArticleText:
    """The text with one kind of line end, as forms send another, and without blanks around it."""
    title, standfirst, body = (
        "\n".join(text.strip().splitlines()) for text in (values.title, values.standfirst, values.body)
    )
    return ArticleText(title, standfirst, body, values.picture)
