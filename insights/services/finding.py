"""What the search says of rows that no signal tells of, and what it finds by the name of a topic, series or author."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import models, transaction
from django.db.models.signals import post_save

from cmiportal.registry import SearchSource, every
from cmiportal.search.services import AT_A_TIME, reindex

from ..models import Article, ArticleSeries, Author, Campaign, Report, Resource, Topic

RENEW = "insights.renew_named"
# Which rows are found by the name of a heading, and by which of their columns they hold it.
NAMED_IN: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Topic: ((Article, "topic"), (Resource, "topic"), (Report, "topic"), (Campaign, "topic")),
    ArticleSeries: ((Article, "series"),),
    Author: ((Article, "authors"),),
}
Heading = tuple[type[models.Model], Any]


def write_down(model: type[models.Model], keys: Iterable[Any], *, at: datetime) -> int:
    """Write rows of a table down for the search as they are now; how many entries changed.

    A transaction for each batch: who saves one of the rows does not wait for all of them.
    """
    [source] = [source for source in every(SearchSource) if source.model == model._meta.label]
    wanted = list(keys)
    parts = (wanted[begin : begin + AT_A_TIME] for begin in range(0, len(wanted), AT_A_TIME))
    return sum(reindex(source.key, part, at=at) for part in parts)


def renew_named(*, label: str, key: str, at: datetime) -> int:
    """Write down anew what bears the name of the heading with this key; how many entries changed."""
    [held] = [held for model, held in NAMED_IN.items() if model._meta.label == label]
    rows = ((model, model._default_manager.filter(**{column: key})) for model, column in held)
    return sum(write_down(model, found.values_list("pk", flat=True), at=at) for model, found in rows)


def follow_names() -> None:
    """Let the worker renew what bears the name of a heading after each change of one: it may be very much."""
    for model in NAMED_IN:
        post_save.connect(_wake, sender=model, dispatch_uid=f"names {model._meta.label}")


def headings_of(article: Article) -> set[Heading]:
    """The topic, the series and the authors of an article, by table and key; one query."""
    authors = article.authors.values_list("pk", flat=True)
    found = {(Topic, article.topic_id), (ArticleSeries, article.series_id), *((Author, key) for key in authors)}
    return {heading for heading in found if heading[1]}


def renew_headings(headings: Iterable[Heading], *, at: datetime) -> None:
    """Write down whether lists have these topics, series and authors; in one order, so that no two wait in a circle."""
    keys = sorted(headings, key=lambda heading: heading[1])
    for model in NAMED_IN:
        write_down(model, [key for table, key in keys if table is model], at=at)


def _wake(instance: models.Model, created: bool, **kwargs: Any) -> None:
    """Of a heading that is new nothing bears the name; without a broker the nightly run does it."""
    if not created:
        asked = [instance._meta.label, instance.pk]
        transaction.on_commit(lambda: current_app.send_task(RENEW, args=asked), robust=True)
