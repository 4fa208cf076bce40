"""20,000 articles and as many resources: each query of their lists is quick, and no page takes more of them."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from insights.models import Article, Resource
from tests.factories.insights import editor
from tests.factories.many_insights import ARTICLES, RESOURCES, many_insights
from tests.factories.membership import member
from tests.queries import queries_of
from tests.timing import milliseconds, worked

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MILLISECONDS = 20
FILL_SECONDS = 60
VISITOR_QUERIES, PERSON_QUERIES = 6, 12
ASKED = re.compile(r'FROM "insights_(?:article|resource|topic|author)')
PAGES = {
    "list": ("insights:article_list",),
    "topics": ("insights:topic_list",),
    "topic": ("insights:topic_detail", "many-3"),
    "series": ("insights:series_detail", "many-2"),
    "author": ("insights:author_detail", "many-5"),
    "feed": ("insights:article_feed",),
    "feed of a topic": ("insights:topic_feed", "many-3"),
    "library": ("insights:resource_list",),
    "home": ("site:home",),
}


@pytest.fixture(scope="module", autouse=True)
def crowded(django_db_setup, django_db_blocker):
    """The tables as they are at the limit, around now: pages ask the clock."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert worked(lambda: many_insights(at=timezone.now())) < FILL_SECONDS
        with connection.cursor() as cursor:  # as the server does by itself soon after so many were written
            cursor.execute("SELECT gin_clean_pending_list('article_version_words')")
        yield
        transaction.set_rollback(True)


def slowest_of(client, address):
    """The milliseconds of the slowest query of a page that reads what there is so much of."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return max((milliseconds(query["sql"]) for query in captured if ASKED.search(query["sql"])), default=0)


def narrowed_addresses(name):
    """The list, and the list by each filter alone: each choice, words of many and of few titles; then by several."""
    address = reverse(name)
    form = Client().get(address).context["form"]
    asked = [{}, {"word": "cafe"}, {"word": "rarely2a"}, {"word": "nothing of that name"}]
    asked += [
        {"word": "a"},
        {"word": "leadership budget"},
        {"word": "team", "page": "100"},
        {"page": "400"},
        {"page": "900"},
    ]
    choices = {field: [value for value, _ in getattr(form.fields[field], "choices", ())] for field in form.fields}
    for field, values in choices.items():
        asked += [{field: value} for value in values[:8]]
    first = {field: values[0] for field, values in choices.items() if values}
    asked += [first, {"word": "leadership", **first}]
    return [f"{address}?{urlencode(one)}" for one in asked]


def test_the_tables_are_full_and_agree():
    assert Article.objects.count() == ARTICLES
    assert Resource.objects.count() == RESOURCES
    assert not Article.objects.readable().filter(shown=None).exists()
    connection.check_constraints()


@pytest.mark.parametrize("name", ["insights:article_list", "insights:resource_list"])
def test_the_slowest_query_of_a_list_is_quick_however_it_is_narrowed(name):
    client = Client()
    taken = {address: slowest_of(client, address) for address in narrowed_addresses(name)}

    assert {address: time for address, time in taken.items() if time >= MILLISECONDS} == {}


def public_pages():
    known = {name: reverse(url, args=args) for name, (url, *args) in PAGES.items()}
    last = Article.objects.listed().first()
    return {**known, "article": last.get_absolute_url(), "resource": Resource.objects.first().get_absolute_url()}


def test_the_slowest_query_of_the_other_public_pages_is_quick_and_there_are_few():
    client, slow, many = Client(), {}, {}
    for name, address in public_pages().items():
        taken, queries = slowest_of(client, address), queries_of(client, address)
        slow |= {name: taken} if taken >= MILLISECONDS else {}
        many |= {name: queries} if queries > VISITOR_QUERIES else {}

    assert (slow, many) == ({}, {})


@pytest.mark.parametrize("somebody", [lambda: member().person, editor])
def test_whoever_is_signed_in_takes_a_person_s_few_queries(somebody):
    client = Client()
    client.force_login(somebody())
    taken = {name: queries_of(client, address) for name, address in public_pages().items()}

    assert {name: count for name, count in taken.items() if count > PERSON_QUERIES} == {}
