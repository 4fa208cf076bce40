"""Topics, authors and series: what is found by them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.events import EventFactory
from tests.factories.events import TopicFactory as EventTopicFactory
from tests.factories.insights import (
    ArticleFactory,
    ArticleSeriesFactory,
    AuthorFactory,
    CampaignFactory,
    ReportFactory,
    ResourceFactory,
    TopicFactory,
    editor,
)

pytestmark = pytest.mark.django_db

TOPICS = reverse("insights:topic_list")


def titles(page):
    return [card["title"] for card in page.context["cards"]]


def test_topics_of_published_articles_are_listed_with_the_number_of_these(client):
    change, time = TopicFactory(key="change"), TopicFactory(key="time")
    ArticleFactory(topic=change)
    for state in ("draft", "scheduled", "archived"):
        ArticleFactory(topic=change, state=state)
        ArticleFactory(topic=time, state=state)

    page = client.get(TOPICS)

    assert page.context["topics"] == [(change, 1)]
    assert "One article" in page.text


def test_without_topics_the_list_says_so(client):
    assert "Topics will stand here" in client.get(TOPICS).text


def test_a_topic_shows_all_that_is_about_it(client):
    topic = TopicFactory(key="change")
    article = ArticleFactory(topic=topic)
    found = [each(topic=topic) for each in (ReportFactory, CampaignFactory)]
    resource = ResourceFactory(topic=topic)
    event = EventFactory(starts_at=timezone.now() + timedelta(days=3))
    event.topics.add(EventTopicFactory(key="change"))
    hidden = [each(topic=topic, published_on=None) for each in (ReportFactory, CampaignFactory, ResourceFactory)]
    ArticleFactory(title="About something else")

    page = client.get(topic.get_absolute_url())

    assert titles(page) == [str(article)]
    for each in (*found, event):
        assert f'href="{each.get_absolute_url()}"' in page.text
    assert f'href="{reverse("insights:resource_list")}?topic=change">One resource</a>' in page.text
    assert resource.get_absolute_url() not in page.text
    assert [each for each in hidden if each.get_absolute_url() in page.text] == []
    assert "What managers ask most about it." in page.text
    assert f'href="{reverse("insights:topic_feed", args=["change"])}"' in page.text


@pytest.mark.parametrize("make", [ResourceFactory, ReportFactory, CampaignFactory])
def test_a_topic_without_articles_says_so_where_there_is_something_else_about_it(client, make):
    page = client.get(make(topic=TopicFactory(text="")).topic.get_absolute_url()).text

    assert "We have published nothing about it yet." in page


def test_a_topic_leads_on_to_the_rest_of_its_articles(client):
    topic = TopicFactory(key="change")
    for _ in range(7):
        ArticleFactory(topic=topic)

    page = client.get(topic.get_absolute_url())

    assert len(titles(page)) == 6
    assert f'href="{reverse("insights:article_list")}?topic=change"' in page.text


@pytest.mark.parametrize(
    ("make", "field"), [(AuthorFactory, "authors"), (ArticleSeriesFactory, "series")], ids=["author", "series"]
)
def test_an_author_and_a_series_show_their_articles_page_by_page(client, make, field):
    heading = make()
    for _ in range(21):
        ArticleFactory(**{field: [heading] if field == "authors" else heading})
    ArticleFactory()

    page, second = (client.get(heading.get_absolute_url(), {"page": number}) for number in (1, 2))

    assert (len(titles(page)), len(titles(second))) == (20, 1)
    assert f"<h1>{heading}</h1>" in page.text
    assert heading.text in page.text
    assert "21 articles" in page.text


@pytest.mark.parametrize(
    ("make", "column"), [(TopicFactory, "topic"), (AuthorFactory, "authors"), (ArticleSeriesFactory, "series")]
)
def test_until_an_article_has_appeared_the_page_is_there_for_editors_alone(client, make, column):
    heading = make(text="")
    address = heading.get_absolute_url()
    for state in ("draft", "review", "scheduled"):
        ArticleFactory(state=state, **{column: [heading] if column == "authors" else heading})

    assert client.get(address).status_code == 404
    ArticleFactory(state="archived", **{column: [heading] if column == "authors" else heading})
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("make", [TopicFactory, AuthorFactory, ArticleSeriesFactory])
def test_editors_see_a_page_by_which_nothing_is_found_yet(client, make):
    client.force_login(editor())

    page = client.get(make(text="").get_absolute_url()).text

    assert "No article" in page or "We have published nothing about it yet." in page


def test_before_its_day_a_resource_leads_nobody_to_its_topic(client):
    resource = ResourceFactory(published_on=timezone.localdate() + timedelta(days=2))

    assert client.get(resource.topic.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["topic_detail", "author_detail", "series_detail"])
def test_what_there_is_not_is_not_found(client, name):
    assert client.get(reverse(f"insights:{name}", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 2), ("topic", 6), ("author", 5), ("series", 5)])
def test_pages_take_as_many_queries_however_much_they_show(client, django_assert_num_queries, count, name, queries):
    topic, author, series = TopicFactory(), AuthorFactory(), ArticleSeriesFactory()
    addresses = {"list": TOPICS, "topic": topic.get_absolute_url(), "author": author.get_absolute_url()}
    for _ in range(count):
        ArticleFactory(topic=topic, series=series, authors=[author])
        ReportFactory(topic=topic)
        ResourceFactory(topic=topic)
        CampaignFactory(topic=topic)
        TopicFactory()

    with django_assert_num_queries(queries):
        client.get(addresses.get(name, series.get_absolute_url()))
