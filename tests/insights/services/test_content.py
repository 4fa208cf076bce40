"""Loading the site's texts: articles appear by the clock, and what editors changed stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cmiportal.importing import BadFile
from cmiportal.search.models import SearchEntry
from cmiportal.workflow import chain_is_whole
from insights.models import (
    Article,
    ArticleAddress,
    Author,
    Campaign,
    CampaignGuidance,
    CampaignStory,
    Page,
    PageAddress,
    Playlist,
    Report,
    Resource,
    Topic,
)
from insights.services.content import import_insights
from qualifications.models import Unit
from tests.factories.qualifications import UnitFactory
from tests.insights.content_examples import ARTICLE, EVERYTHING, encoded

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 3, 4, 7, tzinfo=UTC)
NOW = PUBLISHED + timedelta(days=30)


@pytest.fixture(autouse=True)
def unit():
    """The unit that the playlist is for."""
    return UnitFactory(number="301")


def load(files=EVERYTHING, *, at=NOW):
    return import_insights(files=encoded(files), at=at)


def test_everything_is_loaded_and_a_second_time_there_is_nothing_to_do():
    assert load().added == [
        *("topic people", "series week", "author ada", "article first", "report found", "resource list"),
        *("page about/us", "campaign theme", "playlist 301"),
    ]
    again = load()

    assert (again.added, again.changed, again.left) == ([], [], 9)


def test_an_article_is_published_with_the_moment_of_its_file():
    load({**EVERYTHING, "articles/first.md": ARTICLE.replace("topic =", 'authors = ["ada"]\nseries = "week"\ntopic =')})
    article = Article.objects.get()

    assert (article.state, article.published_at, article.publish_at) == ("published", PUBLISHED, None)
    assert list(article.events.values_list("action", "to_state", "at", "actor")) == [
        ("import", "scheduled", PUBLISHED, None),
        ("appear", "published", PUBLISHED, None),
    ]
    assert chain_is_whole(article)
    assert article.shown == article.latest
    assert (article.shown.title, article.shown.number, article.shown.minutes) == ("First", 1, 1)
    assert list(article.authors.all()) == [Author.objects.get()]
    assert article.series_id == "week"


def test_an_article_that_is_still_to_come_is_scheduled():
    before = PUBLISHED - timedelta(days=1)
    load(at=before)
    article = Article.objects.get()

    assert (article.state, article.publish_at, article.published_at) == ("scheduled", PUBLISHED, None)
    assert (article.latest.title, article.shown, article.created_at) == ("First", None, before)


def test_the_other_kinds_hold_what_their_files_say():
    load()
    resource, campaign = Resource.objects.get(), Campaign.objects.get()

    assert (resource.levels, resource.published_on, resource.minutes) == ([3, 4], date(2026, 3, 4), 5)
    assert resource.updated_at == datetime(2026, 3, 4, 7, tzinfo=UTC)
    assert (campaign.report, campaign.topic) == (Report.objects.get(), Topic.objects.get())
    assert list(campaign.definitions.values_list("position", "term")) == [(1, "Word")]
    assert list(CampaignStory.objects.values_list("article__slug", flat=True)) == ["first"]
    assert list(CampaignGuidance.objects.values_list("resource__slug", flat=True)) == ["list"]
    assert Page.objects.get().is_published
    assert list(Playlist.objects.get().items.values_list("resource__slug", "position", "why")) == [("list", 1, "First")]


def test_all_of_it_is_found_by_the_search_save_headings_that_no_article_has():
    load()

    found = set(SearchEntry.objects.values_list("source", flat=True))
    assert found >= {"topic", "article", "report", "resource", "campaign", "page", "playlist"}
    assert found.isdisjoint({"series", "author"})
    assert SearchEntry.objects.get(source="playlist").text == "A list"


def test_what_editors_changed_stays():
    load()
    Topic.objects.update(title="Changed")
    Resource.objects.update(title="Changed", body="Changed")

    assert load({**EVERYTHING}).added == []
    assert (Topic.objects.get().title, Resource.objects.get().body) == ("Changed", "Changed")


def test_what_has_another_address_now_is_there_already():
    load()
    ArticleAddress.objects.create(slug="first", article=Article.objects.get(), since=NOW)
    Article.objects.update(slug="second")
    PageAddress.objects.create(path="about/us", page=Page.objects.get(), since=NOW)
    Page.objects.update(path="about/them")

    assert load().added == []


def test_what_a_campaign_or_playlist_names_and_cannot_find_any_more_is_left_out():
    load({name: text for name, text in EVERYTHING.items() if not name.startswith(("campaigns", "playlists"))})
    ArticleAddress.objects.create(slug="first", article=Article.objects.get(), since=NOW)
    Article.objects.update(slug="second")
    load()

    assert not CampaignStory.objects.exists()
    assert CampaignGuidance.objects.count() == 1


def test_files_with_a_fault_write_nothing():
    with pytest.raises(BadFile, match="there is no topic cats"):
        load({**EVERYTHING, "articles/first.md": ARTICLE.replace("people", "cats")})

    assert not Topic.objects.exists()


def test_a_unit_that_the_catalogue_does_not_have_is_named():
    Unit.objects.update(number="302")

    with pytest.raises(BadFile, match="the catalogue has no unit 301; mend it, or import the catalogue first"):
        load()
