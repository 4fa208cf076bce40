"""20,000 articles: however the list is narrowed, its slowest query is quick, and pages take a visitor's few queries."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from insights.models import Article
from tests.factories.insights import editor
from tests.factories.many_insights import many_insights
from tests.queries import queries_of
from tests.timing import milliseconds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MILLISECONDS = 20
VISITOR_QUERIES, PERSON_QUERIES = 6, 12
LIST = reverse("insights:article_list")
ARTICLES_ASKED = re.compile(r'FROM "insights_article')


@pytest.fixture(scope="module", autouse=True)
def crowded(django_db_setup, django_db_blocker):
    """Articles and resources at the limit."""
    with django_db_blocker.unblock(), transaction.atomic():
        many_insights(at=timezone.now())
        with connection.cursor() as cursor:  # as the server does by itself soon after so many were written
            cursor.execute("SELECT gin_clean_pending_list('article_version_words')")
        yield
        transaction.set_rollback(True)


def slowest_of(client, address):
    """The milliseconds of the slowest query of a page that reads articles."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return max(milliseconds(query["sql"]) for query in captured if ARTICLES_ASKED.search(query["sql"]))


def narrowed_addresses():
    """The list, by each filter alone, by common and by rare words, and by several at once; first and late pages."""
    form = Client().get(LIST).context["form"]
    asked = [{}, {"page": "500"}, {"page": "900"}, {"word": "team"}, {"word": "team", "page": "100"}]
    asked += [{"word": word} for word in ("cafe", "a", "leadership budget", "rarely7", "nothing of that name")]
    for name in ("kind", "topic", "series"):
        choices = [value for value, _ in form.fields[name].choices]
        asked += [{name: choices[0]}, {name: choices[-1]}, {name: choices[0], "page": "40"}]
    asked += [{"word": "nowhere", "kind": "news", "topic": "many-1", "series": "many-1"}]
    return [f"{LIST}?{urlencode(one)}" if one else LIST for one in asked]


def public_pages():
    series = Article.objects.listed().filter(series__isnull=False)
    rows = [*series.order_by("published_at")[3_000:3_001], *series[:1], Article.objects.filter(state="archived")[0]]
    row = rows[0]
    return [
        *(each.get_absolute_url() for each in rows),
        *(reverse("insights:topic_list"), row.topic.get_absolute_url(), row.series.get_absolute_url()),
        f"{row.series.get_absolute_url()}?page=40",
        *(author.get_absolute_url() for author in row.authors.all()),
        *(reverse("insights:article_feed"), reverse("insights:topic_feed", args=[row.topic_id])),
    ]


def test_the_slowest_query_of_the_list_is_quick_however_it_is_narrowed():
    taken = {address: slowest_of(Client(), address) for address in narrowed_addresses()}

    assert {address: time for address, time in taken.items() if time >= MILLISECONDS} == {}


def test_other_public_pages_and_feeds_are_quick():
    taken = {address: slowest_of(Client(), address) for address in public_pages()}

    assert {address: time for address, time in taken.items() if time >= MILLISECONDS} == {}


def test_pages_take_few_queries_for_visitors_and_for_who_is_signed_in():
    client, pages = Client(), [*public_pages(), LIST]

    assert {page: count for page in pages if (count := queries_of(client, page)) > VISITOR_QUERIES} == {}
    client.force_login(editor())
    assert {page: count for page in pages if (count := queries_of(client, page)) > PERSON_QUERIES} == {}


def test_the_clock_finds_what_is_due_at_once():
    with CaptureQueriesContext(connection) as captured:
        assert list(Article.objects.to_appear(at=timezone.now())) == []

    assert milliseconds(captured.captured_queries[0]["sql"]) < MILLISECONDS
