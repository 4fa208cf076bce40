"""The sections of the site's map: every address that anybody may find, with the day of its last change where known.

Each section is a queryset of the columns that its address is made of, so that a file costs two queries whatever the
size of the table, and the index two for each section.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.urls import reverse

from cmiportal.ui.context_processors import address
from events.models import Community, Event, Region
from events.workflow import EventState
from insights.models import Article, ArticleSeries, Author, Campaign, Page, Playlist, Report, Resource, Topic
from insights.services.reading import last_changed
from membership.models import Grade
from qualifications.models import Centre, Level, Qualification, UnitVersion

# Pages that there are whatever the tables hold, and that links of the frame or of the home page lead to.
STATIC = (
    *("site:home", "site:region_list", "site:community_list"),
    *("qualifications:catalogue_list", "qualifications:centre_list", "qualifications:award_verify_form"),
    *("membership:grade_list", "membership:eligibility", "membership:chartered_home", "membership:route_finder"),
    *("membership:register_search", "membership:status_verify_form", "events:event_list", "events:past_list"),
    *("insights:article_list", "insights:topic_list", "insights:report_list", "insights:campaign_list"),
    *("insights:resource_list", "insights:playlist_list", "insights:highlights", "insights:choose"),
    *("insights:career_journey", "enquiries:contact"),
)


def static_pages() -> list[str]:
    """The addresses of pages that are always there."""
    return [found for name in STATIC if (found := address(name))]


class Section(Sitemap):
    """Addresses of one kind, as they are on a day."""

    limit = settings.SITEMAP_PAGE

    def __init__(self, on: date) -> None:
        self.on = on

    @cached_property
    def paginator(self) -> Paginator:
        """The files; made once, so that the rows are counted once."""
        return Paginator(self.items(), self.limit)  # type: ignore[arg-type] # a list or a queryset


class StaticSection(Section):
    """Pages that are always there."""

    def items(self) -> list[str]:
        """Their addresses."""
        return static_pages()

    def location(self, item: str) -> str:
        """The address itself."""
        return item

    def get_latest_lastmod(self) -> datetime | None:
        """Not known."""
        return None


class Rows(Section):
    """Rows that have a page: ``key`` names the column of its address, ``changed`` says when it changed, if known."""

    url_name: str
    key: str
    rows: ClassVar[Callable[[date], QuerySet]]
    changed: Any = None

    def items(self) -> QuerySet:
        """Pairs of the key and the change."""
        found = type(self).rows(self.on).order_by(self.key)
        return found.values_list(self.key, self.changed) if self.changed else found.values_list(self.key, self.key)

    def location(self, item: tuple[Any, Any]) -> str:
        """The address of the page with this key."""
        return reverse(self.url_name, args=[item[0]])

    def lastmod(self, item: tuple[Any, Any]) -> date | datetime | None:
        """When it changed, if that is known."""
        return item[1] if self.changed else None

    def get_latest_lastmod(self) -> date | datetime | None:  # type: ignore[override] # of some tables a day
        """Of all of them; one query."""
        if not self.changed:
            return None
        latest: date | datetime | None = type(self).rows(self.on).order_by().aggregate(last=Max(self.changed))["last"]
        return latest


def section(url_name: str, key: str, rows: Callable[[date], QuerySet], changed: Any = None) -> type[Rows]:
    """A section of the rows that ``rows(on)`` finds."""
    named = {"url_name": url_name, "key": key, "rows": staticmethod(rows), "changed": changed}
    return type(f"Section_{url_name.partition(':')[2]}", (Rows,), named)


SECTIONS: dict[str, type[Section]] = {
    "static": StaticSection,
    "qualifications": section(
        "qualifications:qualification_detail", "slug", lambda on: Qualification.objects.listed(on=on)
    ),
    "units": section("qualifications:unit_detail", "unit__number", lambda on: UnitVersion.objects.latest_published()),
    "centres": section("qualifications:centre_detail", "slug", lambda on: Centre.objects.all()),
    "levels": section("qualifications:level_detail", "number", lambda on: Level.objects.all()),
    "grades": section("membership:grade_detail", "key", lambda on: Grade.objects.all()),
    "events": section(
        "events:event_detail", "slug", lambda on: Event.objects.public().exclude(state=EventState.CANCELLED)
    ),
    "articles": section(
        "insights:article_detail", "slug", lambda on: last_changed(Article.objects.listed()), "changed_at"
    ),
    "topics": section("insights:topic_detail", "key", lambda on: Topic.objects.listed()),
    "authors": section("insights:author_detail", "key", lambda on: Author.objects.listed()),
    "series": section("insights:series_detail", "key", lambda on: ArticleSeries.objects.listed()),
    "resources": section(
        "insights:resource_detail", "slug", lambda on: Resource.objects.published(on=on), "updated_at"
    ),
    "reports": section("insights:report_detail", "slug", lambda on: Report.objects.published(on=on), "published_on"),
    "campaigns": section(
        "insights:campaign_detail", "slug", lambda on: Campaign.objects.published(on=on), "published_on"
    ),
    "playlists": section("insights:playlist_detail", "unit__number", lambda on: Playlist.objects.published()),
    "pages": section("pages:page_detail", "path", lambda on: Page.objects.published(), "updated_at"),
    "regions": section("site:region_detail", "key", lambda on: Region.objects.all()),
    "communities": section("site:community_detail", "key", lambda on: Community.objects.all()),
}
