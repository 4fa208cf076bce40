"""Where a picture is used: what readers see of it decides whether it is sent to them."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Model, Q, QuerySet

from cmiportal.database import PictureIds

from ..models import (
    Article,
    ArticleSeries,
    ArticleVersion,
    Author,
    Campaign,
    CampaignDefinition,
    Page,
    Picture,
    Playlist,
    Report,
    Resource,
    Topic,
)
from ..workflow import ARTICLE_READ

# Tables with texts in Markdown, and which of their columns these are.
TEXTS: dict[type[Model], tuple[str, ...]] = {
    Campaign: ("aim", "why", "at_work"),
    CampaignDefinition: ("text",),
    Report: ("body",),
    Page: ("body",),
    Resource: ("body",),
    Playlist: ("text",),
    Topic: ("text",),
    ArticleSeries: ("text",),
    Author: ("text",),
}
WITH_PICTURE = (Campaign, Report)
# What readers may open: from a day on, once it is switched on, and once something leads to it.
DATED: tuple[type[Model], ...] = (Campaign, Report, Resource)
SWITCHED: tuple[type[Model], ...] = (Page, Playlist)
LED_TO = (Topic, ArticleSeries, Author)


def is_shown(picture_id: UUID, *, on: date) -> bool:
    """Whether anything that readers may open shows the picture on that day; one query."""
    asked = Q()
    for rows in _shown_rows(picture_id, on):
        asked |= Q(Exists(rows))
    return Picture.objects.filter(pk=picture_id).filter(asked).exists()


def uses_of(picture: Picture) -> list[Model]:
    """Everything that shows the picture or would, drafts too: articles by any of their texts, then the rest."""
    versions = ArticleVersion.objects.alias(**_named("body")).filter(_names(picture.pk, "body") | Q(picture=picture))
    articles = Article.objects.filter(versions__in=versions).distinct()
    found: list[Model] = list(articles.select_related("shown", "latest"))
    for table in TEXTS:
        found += _using(table, picture.pk)
    return found


def _shown_rows(picture_id: UUID, on: date) -> Iterator[QuerySet[Any]]:
    """Rows that readers may open and that show the picture, table by table, the likeliest first."""
    texts = ArticleVersion.objects.filter(article__state__in=ARTICLE_READ, pk=F("article__shown"))
    yield texts.filter(picture=picture_id)
    yield texts.alias(**_named("body")).filter(_names(picture_id, "body"))
    for table in DATED:
        yield _using(table, picture_id).filter(published_on__lte=on)
    yield _using(CampaignDefinition, picture_id).filter(campaign__published_on__lte=on)
    for table in SWITCHED:
        yield _using(table, picture_id).filter(is_published=True)
    for table in LED_TO:
        yield _using(table, picture_id).readable(on=on)


def _using(table: type[Model], picture_id: UUID) -> Any:
    asked = _names(picture_id, *TEXTS[table])
    if table in WITH_PICTURE:
        asked |= Q(picture=picture_id)
    return table._default_manager.alias(**_named(*TEXTS[table])).filter(asked)


def _named(*columns: str) -> dict[str, PictureIds]:
    """The pictures that texts name, under names of their own."""
    return {f"in_{column}": PictureIds(column) for column in columns}


def _names(picture_id: UUID, *columns: str) -> Q:
    asked = Q()
    for column in columns:
        asked |= Q(**{f"in_{column}__contains": [str(picture_id)]})
    return asked
