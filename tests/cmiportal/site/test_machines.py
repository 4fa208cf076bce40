"""What machines read: the map of the site, what they leave alone, and whom to tell of a weakness."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cmiportal.site.sitemaps import SECTIONS
from events.models import Event
from insights.services.articles import revise
from tests.factories.events import EventFactory
from tests.factories.insights import (
    ArticleFactory,
    ArticleSeriesFactory,
    AuthorFactory,
    PageFactory,
    ResourceFactory,
    TopicFactory,
    editor,
    version,
)
from tests.factories.qualifications import NOW, LevelFactory, QualificationFactory, published_unit
from tests.queries import queries_of
from tests.robots import is_open_to_robots

pytestmark = pytest.mark.django_db

INDEX = reverse("site:sitemap")
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ROBOTS, SECURITY = reverse("site:robots"), reverse("site:security")


def section(name):
    return reverse("site:sitemap_section", args=[name])


def rows_of(client, address):
    """(address, day of change or nothing) of each row of a map."""
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    rows = ET.fromstring(response.content)
    return [(row.findtext("s:loc", None, SPACE), row.findtext("s:lastmod", None, SPACE)) for row in rows]


def paths_of(client, name):
    """The paths of a section; all are on the one host."""
    found = [location for location, _ in rows_of(client, section(name))]
    assert all(location.startswith(settings.SITE_URL) for location in found)
    return [location.removeprefix(settings.SITE_URL) for location in found]


def test_the_map_names_a_file_for_each_section_on_the_host_of_the_site(client, settings):
    settings.SITE_URL = "https://institute.example.org"

    found = [location for location, _ in rows_of(client, INDEX)]

    assert found == [f"https://institute.example.org{section(name)}" for name in SECTIONS]


def test_a_section_lists_what_anybody_finds_and_nothing_else(client):
    ArticleFactory(slug="read")
    for state in ("draft", "review", "scheduled", "archived"):
        ArticleFactory(slug=state, state=state)
    EventFactory(slug="soon", starts_at=timezone.now() + timedelta(days=1))
    EventFactory(slug="over", starts_at=timezone.now() - timedelta(days=9))
    EventFactory(slug="draft", state="draft", published_at=None)
    Event.objects.filter(slug="draft").update(state="draft")
    PageFactory(path="about/governance")
    PageFactory(path="about/draft", is_published=False)
    ResourceFactory(slug="later", published_on=date(2099, 1, 1))
    QualificationFactory(slug="diploma", level=LevelFactory(number=6))
    QualificationFactory(slug="gone", level=LevelFactory(number=6), last_registration=date(2019, 8, 31))
    published_unit("601")

    assert paths_of(client, "articles") == ["/insights/read/"]
    assert paths_of(client, "events") == ["/events/over/", "/events/soon/"]
    assert paths_of(client, "pages") == ["/about/governance/"]
    assert paths_of(client, "resources") == []
    assert paths_of(client, "qualifications") == ["/qualifications/diploma/"]
    assert paths_of(client, "units") == ["/units/601/"]


def test_topics_series_and_authors_without_anything_to_read_are_left_out(client):
    author, topic, series = AuthorFactory(key="beatrix"), TopicFactory(key="change"), ArticleSeriesFactory(key="asked")
    for _ in range(2):
        ArticleFactory(authors=[author], topic=topic, series=series)
    ArticleFactory(state="draft", authors=[AuthorFactory()], series=ArticleSeriesFactory())

    assert paths_of(client, "authors") == ["/insights/authors/beatrix/"]
    assert paths_of(client, "topics") == ["/insights/topics/change/"]
    assert paths_of(client, "series") == ["/insights/series/asked/"]


def test_what_is_always_there_is_listed_and_opens(client):
    paths = paths_of(client, "static")

    assert {"/", reverse("qualifications:catalogue_list")} <= set(paths)
    assert [path for path in paths if client.get(path).status_code != 200] == []


def test_an_article_changed_when_readers_saw_another_text_and_not_when_it_was_written(client):
    article = ArticleFactory()
    version(article, at=NOW - timedelta(days=9), title="Telling a team on time")
    revise(article=article, by=editor(), at=NOW)

    assert [changed[:10] for _, changed in rows_of(client, section("articles"))] == [NOW.date().isoformat()]


def test_an_article_that_appeared_and_was_not_revised_changed_on_that_day(client):
    appeared = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
    ArticleFactory(slug="read", published_at=appeared)

    assert [changed[:10] for _, changed in rows_of(client, section("articles"))] == ["2026-10-05"]
    files = dict(rows_of(client, INDEX))
    assert files[settings.SITE_URL + section("articles")][:10] == "2026-10-05"
    assert files[settings.SITE_URL + section("levels")] is None


@pytest.fixture
def two_a_file(monkeypatch):
    """Files of two addresses each."""
    monkeypatch.setattr(SECTIONS["articles"], "limit", 2)


def test_a_long_section_has_several_files(client, two_a_file):
    for number in range(3):
        ArticleFactory(slug=f"article-{number}")

    files = [location for location, _ in rows_of(client, INDEX) if "articles" in location]
    address = settings.SITE_URL + section("articles")
    assert files == [address, f"{address}?p=2"]
    rows = [len(rows_of(client, f"{section('articles')}?p={number}")) for number in (1, 2)]
    assert rows == [2, 1]


@pytest.mark.parametrize("number", ["2", "x", "9" * 5_000], ids=["2", "x", "long"])
def test_there_is_no_other_file(client, number):
    assert client.get(section("nonsense")).status_code == 404
    assert client.get(f"{section('levels')}?p={number}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_takes_two_queries_however_many_rows(client, count):
    for _ in range(count):
        ArticleFactory()

    assert queries_of(client, section("articles")) == 2


def test_robots_leave_alone_what_is_somebodys_own_and_find_the_map(client):
    text = client.get(ROBOTS).text

    assert text.startswith("User-agent: *\nDisallow: /")
    assert text.endswith(f"\nSitemap: {settings.SITE_URL}{INDEX}\n")
    lines = text.splitlines()
    for place in ("/admin/", "/accounts/", "/search/", "/learning/", "/account/", "/messages/", "/bookings/"):
        assert any(f"Disallow: {place}".startswith(line) for line in lines if line.startswith("Disallow")), place


def test_everything_that_is_always_on_the_map_is_open_to_robots(client):
    text = client.get(ROBOTS).text

    assert [path for path in paths_of(client, "static") if not is_open_to_robots(text, path)] == []


@pytest.mark.parametrize(
    "path",
    [
        *("/register/20260102AB/", "/register/?name=Ada", "/verify/AB12/", "/chartered-manager/verify/AB12/"),
        *("/search/?q=pay", "/events/a-talk/book/", "/messages/"),
    ],
)
def test_answers_about_people_and_ways_in_are_closed_to_robots(client, path):
    assert is_open_to_robots(client.get(ROBOTS).text, path) is False


def test_whom_to_tell_of_a_weakness_is_good_for_less_than_a_year(client, settings):
    settings.SECURITY_EMAIL = "weakness@example.org"

    fields = dict(line.split(": ", 1) for line in client.get(SECURITY).text.splitlines())

    assert fields["Contact"] == "mailto:weakness@example.org"
    assert fields["Canonical"] == settings.SITE_URL + "/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=90) < expires - timezone.now() < timedelta(days=365)


@pytest.mark.parametrize("address", [INDEX, section("articles"), ROBOTS, SECURITY])
def test_they_come_from_cache_without_a_query(client, settings, address):
    settings.VISITORS_PAGES_SECONDS = 300

    assert queries_of(client, address) == 0
