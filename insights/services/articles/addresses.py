"""The address of an article, and those that it had and that lead on to it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from ...models import Article, ArticleAddress
from ...rules.addresses import fault_of
from .refusals import ArticleRefused
from .rows import locked_article

TAKEN = "Another article has this address, or had it. Choose another one."


@transaction.atomic
def change_address(*, article: Article, slug: str, at: datetime) -> Article:
    """Give the article another address; the one that readers may know leads on to it from then on.

    An article may take its own former address back. Raises ArticleRefused where the address is none, is kept for
    another page, or is or was that of another article.
    """
    row = locked_article(article)
    former = row.slug
    if slug == former:
        return row
    check_slug(slug)
    row.addresses.filter(slug=slug).delete()
    row.slug = slug
    save_slug(row)
    if row.published_at:
        ArticleAddress.objects.create(slug=former, article=row, since=at)
    return row


def check_slug(slug: str) -> None:
    """Raises ArticleRefused where the word can be no address of any article."""
    if fault := fault_of(slug):
        raise ArticleRefused(fault)


def save_slug(row: Article) -> None:
    """Write the address of a saved article. Raises ArticleRefused where it is or was another's.

    Former addresses are looked at afterwards: who waited here for an article that gave the address up sees it then.
    """
    try:
        with transaction.atomic():
            row.save(update_fields=["slug"])
    except IntegrityError as error:
        raise ArticleRefused(TAKEN) from error
    check_not_former(row)


def check_not_former(row: Article) -> None:
    """Raises ArticleRefused where another article had the address of this one."""
    if ArticleAddress.objects.filter(slug=row.slug).exclude(article=row).exists():
        raise ArticleRefused(TAKEN)
