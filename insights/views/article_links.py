"""An article for others: links that share it, without anything of theirs in our page, and facts for search engines."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from ..models import Article, ArticleVersion, Audience
from ..rules.pictures import PictureFacts

SCHEMA = "https://schema.org"
INSTITUTE = "Chartered Management Institute"
SHARERS = {
    "LinkedIn": ("https://www.linkedin.com/sharing/share-offsite/", "url"),
    "Facebook": ("https://www.facebook.com/sharer/sharer.php", "u"),
}


def share_links(article: Article, text: ArticleVersion) -> list[dict[str, str]]:
    """``label`` and ``href`` of each way to share; nobody else learns that the page was read unless one is followed."""
    address = settings.SITE_URL + article.get_absolute_url()
    said = urlencode({"subject": text.title, "body": f"{text.standfirst}\n\n{address}"}, quote_via=quote)
    others = [
        {"label": label, "href": f"{page}?{urlencode({name: address})}"} for label, (page, name) in SHARERS.items()
    ]
    return [{"label": "E-mail", "href": f"mailto:?{said}"}, *others]


def linked_article(article: Article, text: ArticleVersion, *, cover: PictureFacts | None) -> dict[str, Any] | None:
    """The facts of a published article in the words of schema.org (Article); None for one that nobody has seen."""
    if article.published_at is None:
        return None
    page = settings.SITE_URL + article.get_absolute_url()
    institute = {"@type": "Organization", "name": INSTITUTE, "url": settings.SITE_URL}
    authors = [
        {"@type": "Person", "name": author.name, "url": settings.SITE_URL + author.get_absolute_url()}
        for author in article.authors.all()
    ]
    shown = cover and cover.fallback
    picture = {"image": [settings.SITE_URL + shown.url]} if shown else {}
    return {
        "@context": SCHEMA,
        "@type": "NewsArticle" if article.kind == "news" else "Article",
        "headline": text.title,
        "description": text.standfirst,
        "url": page,
        "datePublished": article.published_at.isoformat(),
        "dateModified": (article.changed_at or article.published_at).isoformat(),  # type: ignore[attr-defined]
        "author": authors or [institute],
        "publisher": institute,
        "about": article.topic.title,
        "isAccessibleForFree": article.audience == Audience.PUBLIC,
        **picture,
    }
