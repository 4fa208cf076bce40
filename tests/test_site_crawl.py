"""The whole site as a search engine finds it: from the home page along links, over the content that is released.

Of each kind of page so many are opened; where an address of the map is still not found, further ones, until it is.
"""

import gzip
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import feedparser
import html5lib
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from events.models import Community, Region
from insights.models import Page as WrittenPage
from insights.services.navigation import PAGES, entries_of
from tests.factories.events import EventFactory
from tests.pages import links_of, text_of
from tests.robots import is_open_to_robots

RELEASED = {
    "import_catalogue": "qualifications/data/catalogue.json",
    "import_membership": "membership/data/membership.json",
    "import_networks": "events/data/networks.json",
    "import_insights": "insights/data",
}
MOST = 12
# The same list once more in another order or narrowed has nothing new to say.
MOST_NARROWED = 2
# Pictures apart: the page, the style sheet, the scripts, the icon.
FIRST_LOAD_BYTES = 60_000
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
# What a browser fetches or sends by itself, or at a press of a button.
FETCHED = {"script": "src", "img": "src", "source": "srcset", "iframe": "src", "form": "action", "link": "href"}
# Links that name an address without fetching it.
NAMED = {"canonical"}


class Read(HTMLParser):
    """What a test asks of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.description = self.canonical = ""
        self.fetched: list[str] = []
        self.feeds: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Keep what the tag says."""
        said = dict(attrs)
        self.tags[tag] += 1
        if tag == "meta" and said.get("name") == "description":
            self.description = said["content"]
        if tag == "link" and said.get("rel") == "canonical":
            self.canonical = said["href"]
        if tag == "link" and said.get("type") == "application/atom+xml":
            self.feeds.append(said["href"])
        if said.get("rel") not in NAMED and said.get(FETCHED.get(tag, "")):
            self.fetched.append(said[FETCHED[tag]])


@dataclass
class Seen:
    """A page that was opened."""

    address: str
    status: int
    html: str

    @cached_property
    def read(self) -> Read:
        return Read(self.html)

    @property
    def title(self) -> str:
        return re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)[1].strip()


@dataclass
class Site:
    """What was found from the home page on."""

    seen: dict[str, Seen] = field(default_factory=dict)
    known: dict[str, None] = field(default_factory=lambda: {"/": None})
    opened: Counter[tuple[str, bool]] = field(default_factory=Counter)
    client: Client = field(default_factory=Client)

    def crawl(self, *, most: int = MOST) -> None:
        """Open what is known and not opened, so many of a kind, until there is no more."""
        while waiting := [link for link in self.known if link not in self.seen and self._follows(link, most)]:
            for link in waiting:
                if self._follows(link, most):
                    self._open(link)

    def find(self, wanted: set[str]) -> set[str]:
        """Those that no link leads to, after opening further pages in their kinds."""
        most = MOST
        while (missing := wanted - self.known.keys()) and len(self.seen) < len(self.known) and most < 500:
            most *= 2
            self.crawl(most=most)
        return missing

    @property
    def pages(self) -> list[Seen]:
        """The pages that came out well."""
        return [page for page in self.seen.values() if page.status == 200 and page.html]

    def _open(self, link: str) -> None:
        self.opened[_kind(link)] += 1
        response = self.client.get(link)
        self.seen[link] = page = Seen(link, response.status_code, text_of(response))
        moved = response.headers.get("Location", "")
        for found in [moved] if moved else links_of(page.html, at=link):
            self.known.setdefault(found)

    def _follows(self, link: str, most: int) -> bool:
        narrowed = set(parse_qs(urlsplit(link).query)) - {"page"}
        return self.opened[_kind(link)] < (MOST_NARROWED if narrowed else most)


def _kind(link: str) -> tuple[str, bool]:
    """The view that answers, and whether it is asked for a part or an order."""
    parts = urlsplit(link)
    try:
        return resolve(parts.path).view_name, bool(set(parse_qs(parts.query)) - {"page"})
    except Resolver404:
        return link, False


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The crawl of a visitor through all that is released, and some events."""
    with django_db_blocker.unblock(), transaction.atomic():
        for command, file in RELEASED.items():
            call_command(command, str(settings.BASE_DIR / file), verbosity=0)
        events()
        connection.check_constraints()  # now, or each test would check all of this again
        PAGES.remember(entries_of(WrittenPage.objects.in_menus()))
        found = Site()
        found.crawl()
        yield found
        transaction.set_rollback(True)


def events():
    """Events to come and past ones, some in a region and a community."""
    region, community = Region.objects.first(), Community.objects.first()
    for number in range(3):
        for days in (number + 1, -number - 1):
            event = EventFactory(starts_at=timezone.now() + timedelta(days=days), region=region)
            event.communities.add(community)


pytestmark = pytest.mark.django_db


def test_no_link_leads_nowhere(site):
    assert {page.address: page.status for page in site.seen.values() if page.status >= 400} == {}
    assert len(site.pages) > 150


def test_every_page_says_what_it_is_and_has_one_heading(site):
    lacks = {
        page.address: (bool(page.title), bool(page.read.description), page.read.tags["h1"])
        for page in site.pages
        if not page.title or not page.read.description or page.read.tags["h1"] != 1
    }

    assert lacks == {}


def test_every_page_has_the_one_address_at_which_it_stands(site):
    def is_own(page):
        canonical = page.read.canonical.removeprefix(settings.SITE_URL)
        return (
            page.read.canonical.startswith(settings.SITE_URL)
            and urlsplit(canonical).path == urlsplit(page.address).path
        )

    assert [page.address for page in site.pages if not is_own(page)] == []


def test_nothing_is_asked_of_another_host(site):
    def foreign(page):
        return [address for address in page.read.fetched if urlsplit(urljoin("/", address)).netloc]

    assert {page.address: foreign(page) for page in site.pages if foreign(page)} == {}


def test_pages_are_html_without_a_fault(site):
    faults = {}
    for page in site.pages:
        try:
            html5lib.HTMLParser(strict=True).parse(page.html)
        except html5lib.html5parser.ParseError as fault:
            faults[page.address] = str(fault)

    assert faults == {}


def on_the_map(client):
    """The paths of every section of the map."""
    files = ET.fromstring(client.get(reverse("site:sitemap")).content).iter(LOCATION)
    for file in files:
        path = file.text.removeprefix(settings.SITE_URL)
        rows = ET.fromstring(client.get(path).content).iter(LOCATION)
        yield from (row.text.removeprefix(settings.SITE_URL) for row in rows)


def test_links_lead_to_every_address_of_the_map(site):
    wanted = set(on_the_map(site.client))

    assert len(wanted) > 300
    assert site.find(wanted) == set()


def test_nothing_on_the_map_is_closed_to_robots(site):
    text = site.client.get(reverse("site:robots")).text

    assert [path for path in on_the_map(site.client) if not is_open_to_robots(text, path)] == []


def test_feeds_are_read_by_a_reader_of_feeds(site):
    feeds = {feed for page in site.pages for feed in page.read.feeds}
    read = {feed: feedparser.parse(site.client.get(feed).content) for feed in sorted(feeds)[:MOST]}

    assert reverse("insights:article_feed") in feeds
    assert {feed: str(found.get("bozo_exception")) for feed, found in read.items() if found.bozo} == {}
    assert [feed for feed, found in read.items() if not found.feed.title or not found.feed.id] == []
    assert len(feedparser.parse(site.client.get(reverse("insights:article_feed")).content).entries) > 9


@cache
def size_of(path):
    """Bytes of a static file, compressed as it is sent."""
    return len(gzip.compress(Path(finders.find(path.removeprefix("/static/"))).read_bytes()))


@pytest.mark.parametrize("kind", ["site:home", "insights:article_list", "qualifications:qualification_detail"])
def test_a_first_load_with_all_menus_is_light_over_the_wire(site, kind):
    pages = [page for page in site.pages if _kind(page.address) == (kind, False)]
    loads = {
        page.address: len(gzip.compress(page.html.encode()))
        + sum(size_of(path) for path in set(page.read.fetched) if path.startswith("/static/"))
        for page in pages
    }

    assert pages
    assert {address: size for address, size in loads.items() if size >= FIRST_LOAD_BYTES} == {}


@pytest.fixture
def navigation(site):
    """The menus of a visitor."""
    PAGES.remember(entries_of(WrittenPage.objects.in_menus()))
    return site.client.get(reverse("insights:article_list")).context["navigation"]


def test_entries_stand_below_others(navigation):
    found = {link.label: {one.label for one in link.below} for menu in navigation.main for link in menu.links}

    assert found["Awards"] == {
        *("Chartered Manager of the Year", "Volunteer of the Year", "Student of the Year", "Apprentice of the Year"),
        *("Higher Education Partner of the Year", "Training Provider of the Year"),
    }
    assert found["Join the CMI Community"] == {"Become a Member"}


def test_each_menu_leads_on_and_the_foot_of_the_page_has_its_columns(navigation):
    assert [bool(menu.explore) for menu in navigation.main] == [True] * 6
    assert [menu.label for menu in navigation.footer] == [
        *("Interact", "Products and services", "Check a person or an award", "Follow us")
    ]
    assert [link.label for link in navigation.legal] == [
        *("Terms and conditions", "Code of conduct", "Cookie policy", "Data privacy", "Accessibility")
    ]
