"""Finding and reading articles, which anybody may; those that are not open to the reader show how they begin."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day
from cmiportal.ui.narrowing import PAGE, narrowed
from cmiportal.visitors import reads_query

from ..forms.article_filters import ArticleFilterForm
from ..models import Article, ArticleAddress, ArticleVersion
from ..permissions import is_an_editor
from ..services.pictures import facts_in
from ..services.reading import (
    begins_in,
    beside,
    campaigns_of,
    cards_of,
    last_changed,
    may_read,
)
from ..workflow import ArticleState
from .article_links import linked_article, share_links
from .former import led_on

PAGE_SIZE = 20
LATEST = "latest"
VERSION = "version"
FIGURES_MAX = 9  # of the number of a version, as the database counts


@public
@reads_query(*ArticleFilterForm.base_fields, PAGE)
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """What is published, the latest first; six queries, however many there are."""
    return narrowed(
        request,
        ArticleFilterForm(request.GET, on=uk_day(timezone.now())),
        "insights/articles/article_list.html",
        page_size=PAGE_SIZE,
        said=lambda found: {"cards": cards_of(found)},
        articles=Article.objects.listed().with_text_apart(),
    )


@public
@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One article; six queries at most. A former address leads on; editors see texts that nobody else has seen."""
    rows = Article.objects.visible_to(request.user)
    article = last_changed(_with_everything(rows)).filter(slug=slug).first()
    if article is None:
        former = get_object_or_404(ArticleAddress.objects.select_related("article"), slug=slug, article__in=rows)
        return led_on(former.article)
    text = _text_for(request, article)
    is_open = may_read(request.user, article.audience)
    said = _said(text, is_open=is_open)
    context = {
        "article": article,
        "text": text,
        "is_open": is_open,
        **said,
        **_around(article, at=timezone.now()),
        "share": share_links(article, text),
        "linked": linked_article(article, text, cover=said["cover"]),
        "is_archived": article.state == ArticleState.ARCHIVED,
        "preview": _preview(article, text) if is_an_editor(request.user) else None,
    }
    return render(request, "insights/articles/article_detail.html", context)


def _with_everything(rows: QuerySet) -> QuerySet:
    return rows.select_related("topic", "series", "shown__picture", "latest__picture").prefetch_related("authors")


def _text_for(request: HttpRequest, article: Article) -> ArticleVersion:
    """The text that readers see; for editors the version they ask for, else the latest where readers see none yet."""
    found = article.shown
    if is_an_editor(request.user):
        asked = request.GET.get(VERSION, "")
        if asked.isdecimal():
            if len(asked) > FIGURES_MAX:
                raise Http404
            return get_object_or_404(article.versions.select_related("picture"), number=asked)
        found = article.latest if asked == LATEST or found is None else found
    if found is None:
        raise Http404
    return found


def _said(text: ArticleVersion, *, is_open: bool) -> dict[str, Any]:
    """The text, or how it begins: it is nowhere in the page of somebody to whom it is not open. With its pictures."""
    pictures = facts_in(text.body if is_open else "", cover=text.picture)
    words = {"body": text.body} if is_open else {"begins": begins_in(text)}
    return {**words, "pictures": pictures, "cover": pictures.get(str(text.picture_id))}


def _around(article: Article, *, at: datetime) -> dict[str, Any]:
    others = beside(article)
    return {
        "neighbours": others,
        "related": cards_of(others.related),
        "campaigns": campaigns_of(article, on=uk_day(at)),
        "address": settings.SITE_URL + article.get_absolute_url(),
    }


def _preview(article: Article, text: ArticleVersion) -> dict[str, Any]:
    """What an editor is told above the article: whether readers see this text, and whether there is a newer one."""
    return {
        "is_seen": text.pk == article.shown_id,
        "is_latest": text.pk == article.latest_id,
        "appears": article.publish_at,
    }
