"""Atom feeds, read back as a reader of feeds does."""

from datetime import timedelta

import feedparser
import pytest
from django.urls import reverse
from django.utils.http import http_date

from insights.services.articles import change_address, revise
from tests.factories.insights import PUBLISHED_AT, ArticleFactory, AuthorFactory, TopicFactory, editor, version
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

FEED = reverse("insights:article_feed")
DAY = timedelta(days=1)
SECRET = "Nobody outside reads this sentence."


def feed_of(client, address=FEED):
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = feedparser.parse(response.content)
    assert (feed.bozo, feed.version) == (False, "atom10")
    return feed


def test_the_feed_says_what_it_is_and_where(client, settings):
    ArticleFactory()

    feed = feed_of(client).feed

    links = {link["rel"]: link["href"] for link in feed.links}
    assert links == {"alternate": f"{settings.SITE_URL}/insights/", "self": f"{settings.SITE_URL}/insights/feed/"}
    assert (feed.title, feed.language) == ("Chartered Management Institute: insights", "en-GB")
    assert feed.id.startswith("tag:")
    assert feed.updated == "2026-10-05T08:00:00+00:00"


def test_an_entry_says_what_its_article_says(client, settings):
    authors = [AuthorFactory(name="Ada Byron"), AuthorFactory(name="Ben & Co")]
    ArticleFactory(
        slug="early",
        title="R&D <early>",
        standfirst="Less < more & better.",
        body="First.\n\nSee [topics](/insights/topics/).",
        topic=TopicFactory(key="change"),
        authors=authors,
    )

    [entry] = feed_of(client).entries

    assert (entry.title, entry.link) == ("R&D <early>", f"{settings.SITE_URL}/insights/early/")
    assert entry.summary == "Less &lt; more &amp; better."
    assert [author.name for author in entry.authors] == ["Ada Byron", "Ben & Co"]
    assert [tag.term for tag in entry.tags] == ["Change"]
    assert (entry.published, entry.updated) == ("2026-10-05T08:00:00+00:00",) * 2
    assert f'<a href="{settings.SITE_URL}/insights/topics/">topics</a>' in entry.content[0].value


@pytest.mark.parametrize("audience", ["registered", "members"])
def test_of_what_is_not_open_to_everybody_the_summary_alone_is_in_the_feed(client, audience):
    ArticleFactory(audience=audience, body=SECRET)
    client.force_login(editor())

    [entry] = feed_of(client).entries

    assert ("content" in entry, SECRET.encode() in client.get(FEED).content) == (False, False)
    assert entry.summary == "What to say when you do not know everything yet."


def test_only_what_is_published_is_in_it_the_latest_twenty(client):
    for number in range(21):
        ArticleFactory(title=f"Day {number}", published_at=PUBLISHED_AT + number * DAY)
    for state in ("draft", "review", "scheduled", "archived"):
        ArticleFactory(state=state)

    assert [entry.title for entry in feed_of(client).entries] == [f"Day {number}" for number in range(20, 0, -1)]


def test_an_entry_keeps_its_name_when_its_address_changes_and_is_newer_when_its_text_does(client):
    article = ArticleFactory()
    [before] = feed_of(client).entries

    change_address(article=article, slug="another-address", at=NOW)
    version(article, title="Telling a team on time")
    revise(article=article, by=editor(), at=NOW)

    [after] = feed_of(client).entries
    assert (after.id, after.published) == (before.id, before.published)
    assert (after.link == before.link, after.title) == (False, "Telling a team on time")
    assert (before.updated, after.updated) == ("2026-10-05T08:00:00+00:00", "2026-11-02T09:30:00+00:00")


def test_a_topic_has_a_feed_of_its_own(client, settings):
    topic = TopicFactory(key="change")
    ArticleFactory(topic=topic, title="About change")
    ArticleFactory(title="About something else")

    feed = feed_of(client, reverse("insights:topic_feed", args=["change"]))

    assert [entry.title for entry in feed.entries] == ["About change"]
    assert feed.feed.title == "Chartered Management Institute: Change"
    assert feed.feed.subtitle == "Our latest articles on the topic “Change”."
    assert {link["rel"]: link["href"] for link in feed.feed.links} == {
        "alternate": f"{settings.SITE_URL}/insights/topics/change/",
        "self": f"{settings.SITE_URL}/insights/topics/change/feed/",
    }
    assert feed.feed.id != feed_of(client).feed.id


def test_a_topic_that_there_is_not_or_about_which_nothing_is_has_no_feed(client):
    TopicFactory(key="later")
    assert client.get(reverse("insights:topic_feed", args=["later"])).status_code == 404
    assert client.get(reverse("insights:topic_feed", args=["nothing"])).status_code == 404


def test_letters_that_xml_cannot_say_take_the_feed_from_nobody(client):
    topic = TopicFactory(key="change", title="Chan\x0bge")
    authors = [AuthorFactory(name="Ada\x1fByron")]
    ArticleFactory(title="A\x0bB", standfirst="C\x0cD", body="E\x08F\ufffe", topic=topic, authors=authors)

    for address in (FEED, reverse("insights:topic_feed", args=["change"])):
        [entry] = feed_of(client, address).entries
        assert (entry.title, entry.summary, entry.tags[0].term, entry.author) == ("A B", "C D", "Chan ge", "Ada Byron")
        assert "EF" in entry.content[0].value


def test_an_empty_feed_can_be_read(client):
    assert feed_of(client).entries == []


@pytest.mark.parametrize("seconds", [0, 300])
def test_who_has_the_feed_as_it_is_is_told_so(client, settings, seconds):
    settings.VISITORS_PAGES_SECONDS = seconds
    ArticleFactory()
    first = client.get(FEED)

    again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_by_date_alone_is_told_that_the_latest_article_is_withdrawn(client):
    ArticleFactory(title="Stays", published_at=PUBLISHED_AT - DAY)
    ArticleFactory(title="Went", state="archived")

    response = client.get(FEED, headers={"If-Modified-Since": http_date(PUBLISHED_AT.timestamp())})

    assert response.status_code == 200
    assert [entry.title for entry in feedparser.parse(response.content).entries] == ["Stays"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("article_feed", 2), ("topic_feed", 3)])
def test_a_feed_takes_as_many_queries_however_long(client, django_assert_num_queries, count, name, queries):
    topic = TopicFactory()
    for _ in range(count):
        ArticleFactory(topic=topic, authors=[AuthorFactory()])

    with django_assert_num_queries(queries):
        client.get(reverse(f"insights:{name}", args=[topic.key] if name == "topic_feed" else []))
