"""Atom feeds of articles, of all and of each topic: whole texts of what is open to everybody, else how they begin."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page, require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day

from ..models import Article, Audience, Topic
from ..rules.markdown import render
from ..services.reading import last_changed

ENTRIES = 20
# What a word processor may leave in a text, and XML cannot say: one such letter would take the feed from everybody.
UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Part of each entry's name, which never changes: RFC 4151 asks for a year in which the address was ours.
SINCE = 2026


class ArticleAtom(Atom1Feed):
    """Atom with whole texts, whose links lead to the site; an entry has an author for each that wrote."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Mapping[str, Any]) -> None:
        """The entry, then its authors and its text where it is open to everybody."""
        super().add_item_elements(handler, item)
        for name in item["writers"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html", "xml:base": settings.SITE_URL})


class ArticleFeed(Feed):
    """The latest articles."""

    feed_type = ArticleAtom
    language = "en-GB"
    author_name = "Chartered Management Institute"
    title: ClassVar[Any] = "Chartered Management Institute: insights"
    subtitle: ClassVar[Any] = "Articles, interviews and research on the work of managing."

    def link(self) -> str:
        """The page that lists the same."""
        return _page(reverse("insights:article_list"))

    def feed_url(self) -> str:
        """The feed's own address."""
        return _page(reverse("insights:article_feed"))

    def feed_guid(self) -> str:
        """Its name, whatever its address."""
        return _name("articles")

    def items(self, obj: Topic | None) -> Any:
        """The latest; three queries, however many there are."""
        rows = Article.objects.listed() if obj is None else Article.objects.listed().filter(topic=obj)
        return last_changed(rows).select_related("shown", "topic").prefetch_related("authors")[:ENTRIES]

    def item_title(self, item: Article) -> str:
        """As it is: Atom says itself that these are words."""
        return _sayable(str(item))

    def item_description(self, item: Article) -> str:
        """The sentence below the title, as the HTML that Django calls it."""
        return escape(_sayable(item.shown.standfirst if item.shown else ""))

    def item_link(self, item: Article) -> str:
        """Its page."""
        return _page(item.get_absolute_url())

    def item_guid(self, item: Article) -> str:
        """Its name, which stays when its address changes."""
        return _name(f"article-{item.pk}")

    def item_pubdate(self, item: Article) -> datetime | None:
        """When it first appeared."""
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime | None:
        """Since when readers have seen this text."""
        return item.changed_at  # type: ignore[attr-defined]

    def item_categories(self, item: Article) -> tuple[str, ...]:
        """What it is about."""
        return (_sayable(item.topic.title),)

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        """Who wrote it, and the whole text of what everybody may read; pictures stay on the page."""
        is_open = item.shown is not None and item.audience == Audience.PUBLIC
        return {
            "writers": [_sayable(author.name) for author in item.authors.all()],
            "content": _sayable(render(item.shown.body)) if is_open else "",  # type: ignore[union-attr]
        }


class TopicFeed(ArticleFeed):
    """The latest articles about one topic."""

    def get_object(self, request: HttpRequest, key: str) -> Topic:
        """The topic; 404 where there is none, or nothing about it yet."""
        return get_object_or_404(Topic.objects.visible_to(request.user, on=uk_day(timezone.now())), key=key)

    def title(self, obj: Topic) -> str:
        """With the topic."""
        return f"Chartered Management Institute: {_sayable(obj.title)}"

    def subtitle(self, obj: Topic) -> str:
        """What is in it."""
        return f"Our latest articles on the topic “{_sayable(obj.title)}”."

    def link(self, obj: Topic) -> str:  # type: ignore[override]
        """The topic's page."""
        return _page(obj.get_absolute_url())

    def feed_url(self, obj: Topic) -> str:  # type: ignore[override]
        """The feed's own address."""
        return _page(reverse("insights:topic_feed", args=[obj.key]))

    def feed_guid(self, obj: Topic) -> str:  # type: ignore[override]
        """Its name, whatever its address."""
        return _name(f"topic-{obj.key}")


ARTICLES, TOPICS = ArticleFeed(), TopicFeed()


@public
@require_safe
@conditional_page
def article_feed(request: HttpRequest) -> HttpResponse:
    """All articles; who has the feed as it is gets 304."""
    return _told_by_its_text(ARTICLES(request))


@public
@require_safe
@conditional_page
def topic_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Those about one topic."""
    return _told_by_its_text(TOPICS(request, key=key))


def _told_by_its_text(response: HttpResponse) -> HttpResponse:
    """Not by the date of its latest article, which is an older one when that article is withdrawn."""
    del response.headers["Last-Modified"]
    return response


def _sayable(text: str) -> str:
    return UNSAYABLE.sub(" ", text)


def _page(path: str) -> str:
    return settings.SITE_URL + path


def _name(of: str) -> str:
    """A tag URI (RFC 4151): no address, so it outlives each of them."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{of}"
