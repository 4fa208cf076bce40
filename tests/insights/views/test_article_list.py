"""Finding articles: what is published, narrowed by links and by a form, in one address each."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.insights import (
    PUBLISHED_AT,
    ArticleFactory,
    ArticleSeriesFactory,
    TopicFactory,
    editor,
    version,
)

pytestmark = pytest.mark.django_db

LIST = reverse("insights:article_list")
HTMX = {"HX-Request": "true"}
DAY = timedelta(days=1)


def on_day(number, title=None, **fields):
    return ArticleFactory(published_at=PUBLISHED_AT + number * DAY, title=title or f"Day {number}", **fields)


def titles(client, **query):
    return [card["title"] for card in client.get(LIST, query).context["cards"]]


def test_what_is_published_stands_there_the_latest_first(client):
    on_day(1)
    on_day(3)
    on_day(2)
    for state in ("draft", "review", "scheduled", "archived"):
        ArticleFactory(state=state)

    assert titles(client) == ["Day 3", "Day 2", "Day 1"]
    assert "Three articles" in client.get(LIST).text


def test_an_article_says_what_it_is_and_to_whom_it_is_open(client):
    ArticleFactory(kind="long_read", topic=TopicFactory(key="change"), minutes=9, audience="registered")

    page = client.get(LIST).text

    for said in ("Long read", "Change", "5 October 2026", "Nine minutes to read", "With an account"):
        assert f"<li>{said}</li>" in page.replace("<b>", "").replace("</b>", "")


def test_the_text_that_readers_see_is_listed_not_the_one_that_editors_work_on(client):
    version(on_day(1), title="Not yet")

    assert (titles(client), titles(client, word="yet"), titles(client, word="day")) == (["Day 1"], [], ["Day 1"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"word": "élan"}, ["Élan at work"]),
        ({"word": "WORK elan"}, ["Élan at work"]),
        ({"word": "elan rota"}, []),
        ({"kind": "news"}, ["A new rota"]),
        ({"kind": ["article", "news"]}, ["A new rota", "Élan at work"]),
        ({"topic": "time"}, ["A new rota"]),
        ({"series": "mondays"}, ["Élan at work"]),
        ({"topic": "time", "series": "mondays"}, []),
    ],
)
def test_filters_leave_what_meets_all_of_them(client, query, found):
    on_day(1, "Élan at work", series=ArticleSeriesFactory(key="mondays"))
    on_day(2, "A new rota", kind="news", topic=TopicFactory(key="time"))

    assert titles(client, **query) == found


def test_where_nothing_is_found_the_page_says_what_to_let_go_of(client):
    on_day(1, kind="news")

    page = client.get(LIST, {"word": "nowhere", "kind": "news"})

    assert [each["label"] for each in page.context["loosened"]] == ["words"]
    assert f'href="{LIST}?kind=news"' in page.text


def test_an_empty_list_says_so(client):
    page = client.get(LIST).text

    assert "Articles will stand here once they are published." in page
    assert 'name="topic"' not in page


def test_a_filter_that_was_asked_for_in_another_way_leads_to_its_one_address(client):
    response = client.get(LIST, {"word": "", "kind": "news"})

    assert (response.status_code, response.url) == (302, f"{LIST}?kind=news")


def test_kinds_are_links_that_keep_the_other_filters(client):
    on_day(1)

    page = client.get(LIST, {"word": "day"})

    assert f'href="{LIST}?word=day&amp;kind=interview"' in page.text
    assert [link["label"] for link in page.context["form"].kind_links()] == [
        *("Everything", "Articles", "News", "Interviews", "Research", "Long reads", "Highlights", "Case studies"),
    ]


def test_pages_go_on(client):
    for number in range(21):
        on_day(number)

    assert titles(client, page=2) == ["Day 0"]


def test_htmx_gets_the_results_and_the_count_alone(client):
    on_day(1)

    page = client.get(LIST, {"kind": "article"}, headers=HTMX)

    assert "<h1" not in page.text
    assert '<span id="found" hx-swap-oob="innerHTML">One article</span>' in page.text
    assert "HX-Request" in page.headers["Vary"]


def test_programs_find_the_feed(client):
    feed = reverse("insights:article_feed")

    assert f'type="application/atom+xml" title="Latest articles" href="{feed}"' in client.get(LIST).text


def test_editors_see_no_drafts_in_the_list(client):
    ArticleFactory(state="draft")
    client.force_login(editor())

    assert titles(client) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ({}, 6),
        ({"word": "day", "kind": "article"}, 6),
        ({"word": "nowhere", "kind": "article"}, 4),
    ],
)
def test_the_list_takes_as_many_queries_however_long(client, django_assert_num_queries, count, query, queries):
    for number in range(count):
        on_day(number, series=ArticleSeriesFactory())

    with django_assert_num_queries(queries):
        client.get(LIST, query)
