"""What a campaign points to, for its page: stories and guidance that anybody may find."""

from datetime import date
from typing import Any

from ..models import Campaign
from ..workflow import ArticleState


def stories_of(campaign: Campaign) -> list[dict[str, Any]]:
    """Articles that are published, in the order of editors: ``title``, ``href``, ``text``, ``kind``; one query."""
    rows = campaign.stories.filter(article__state=ArticleState.PUBLISHED).select_related("article__shown")
    return [
        {
            "title": text.title,
            "href": row.article.get_absolute_url(),
            "text": text.standfirst,
            "kind": row.article.get_kind_display(),
        }
        for row in rows.defer("article__shown__body")
        if (text := row.article.shown)
    ]


def guidance_of(campaign: Campaign, *, on: date) -> list[dict[str, Any]]:
    """Resources that are published on that day, in the same shape; one query."""
    rows = campaign.guidance.filter(resource__published_on__lte=on).select_related("resource")
    return [
        {
            "title": row.resource.title,
            "href": row.resource.get_absolute_url(),
            "text": row.resource.summary,
            "kind": row.resource.get_kind_display(),
        }
        for row in rows.defer("resource__body")
    ]
