"""What articles are found by: topics with all that is about them, authors, and series."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day
from cmiportal.ui.narrowing import PAGE
from cmiportal.visitors import reads_query
from events.models import Event

from ..models import Article, ArticleSeries, Author, Campaign, Report, Resource, Topic
from ..querysets.articles import ArticleQuerySet
from ..services.pictures import facts_in
from ..services.reading import cards_of

PAGE_SIZE = 20
LATEST = 6
FEW = 3


@public
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """The topics of published articles, each with the number of these; two queries."""
    counted = Article.objects.listed().order_by().values("topic").annotate(found=Count("pk"))
    counts = dict(counted.values_list("topic", "found"))
    topics = [(topic, counts.get(topic.pk, 0)) for topic in Topic.objects.listed()]
    return render(request, "insights/articles/topic_list.html", {"topics": topics})


@public
@require_safe
def topic_detail(request: HttpRequest, key: str) -> HttpResponse:
    """A topic with its latest articles, and what else there is about it; six queries, more with pictures."""
    now = timezone.now()
    on = uk_day(now)
    topic = get_object_or_404(Topic.objects.visible_to(request.user, on=on), key=key)
    articles = Article.objects.listed().filter(topic=topic).with_text()[: LATEST + 1]
    cards = cards_of(articles)
    context = {
        "topic": topic,
        "pictures": facts_in(topic.text),
        "cards": cards[:LATEST],
        "has_more": len(cards) > LATEST,
        "resources": Resource.objects.published(on=on).filter(topic=topic).count(),
        "reports": Report.objects.published(on=on).filter(topic=topic).defer("body")[:FEW],
        "campaigns": Campaign.objects.published(on=on).filter(topic=topic).only("slug", "title", "standfirst")[:FEW],
        "events": Event.objects.upcoming(at=now).filter(topics=topic.key)[:FEW],
    }
    return render(request, "insights/articles/topic_detail.html", context)


@public
@reads_query(PAGE)
@require_safe
def author_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Who wrote, and what; five queries, however much that is."""
    author = get_object_or_404(Author.objects.visible_to(request.user, on=uk_day(timezone.now())), key=key)
    context = {
        "author": author,
        "pictures": facts_in(author.text),
        **_page_of(request, Article.objects.listed().filter(authors=author)),
    }
    return render(request, "insights/articles/author_detail.html", context)


@public
@reads_query(PAGE)
@require_safe
def series_detail(request: HttpRequest, key: str) -> HttpResponse:
    """A series and its articles, the latest first; five queries, however many there are."""
    series = get_object_or_404(ArticleSeries.objects.visible_to(request.user, on=uk_day(timezone.now())), key=key)
    context = {
        "series": series,
        "pictures": facts_in(series.text),
        **_page_of(request, Article.objects.listed().filter(series=series)),
    }
    return render(request, "insights/articles/series_detail.html", context)


def _page_of(request: HttpRequest, rows: ArticleQuerySet) -> dict[str, Any]:
    page = Paginator(rows.with_text_apart(), PAGE_SIZE).get_page(request.GET.get(PAGE))
    return {"page_obj": page, "total": page.paginator.count, "cards": cards_of(page.object_list)}
