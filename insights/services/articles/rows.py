"""The row of an article under its lock, and what is wrong with its text."""

from ...models import Article, ArticleVersion
from ..pictures import faults_of
from .refusals import ArticleRefused


def locked_article(article: Article) -> Article:
    """The row as it is now, locked until the transaction ends, with the texts of editors and readers."""
    rows = Article.objects.select_for_update(of=("self",)).select_related("latest", "shown")
    return rows.get(pk=article.pk)


def text_to_show(row: Article) -> ArticleVersion:
    """The latest text, for readers to see. Raises ArticleRefused where there is none, or something is to be mended."""
    if row.latest is None:
        raise ArticleRefused("This article has no text yet.")
    check_body(row.latest.body)
    return row.latest


def check_body(body: str) -> None:
    """Raises ArticleRefused with what is to be mended before readers may see the text."""
    if faults := faults_of(body):
        raise ArticleRefused(f"Mend the text first. {' '.join(faults)}", faults)
