"""20,000 resources: however the library is narrowed, its slowest query is quick, and pages take no more of them."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from insights.models import Bookmark, Done, Playlist, Resource
from insights.services.library import READING_ORDER
from tests.factories.insights import PlaylistFactory, PlaylistItemFactory, TopicFactory
from tests.factories.membership import member
from tests.queries import queries_of
from tests.timing import milliseconds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RESOURCES, TOPICS, OWN = 20_000, 12, 2_000
MILLISECONDS = 20
VISITOR_QUERIES, PERSON_QUERIES = 6, 12
WORDS = ("meeting", "budget", "café", "change", "delegation", "feedback", "interview", "strategy", "risk", "coaching")
BODY = "Say what the meeting is to decide, and who has to be there for it. " * 40


@pytest.fixture(scope="module", autouse=True)
def crowded(django_db_setup, django_db_blocker):
    """The library as it is at the limit; somebody who keeps much of it, and a long journey."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        yield
        transaction.set_rollback(True)


def fill():
    topics, now = [TopicFactory(key=f"topic-{number}") for number in range(TOPICS)], timezone.now()
    Resource.objects.bulk_create(
        [resource(number, topics[number * 7 % TOPICS], now) for number in range(RESOURCES)], batch_size=2_000
    )
    rows, person = list(Resource.objects.filter(published_on__isnull=False)[:OWN]), member().person
    Bookmark.objects.bulk_create([Bookmark(person=person, resource=row, since=now) for row in rows])
    Done.objects.bulk_create([Done(person=person, resource=row, at=now) for row in rows])
    playlist = PlaylistFactory(text="")
    for position, row in enumerate(rows[:60], 1):
        PlaylistItemFactory(playlist=playlist, position=position, resource=row)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE insights_resource, insights_bookmark, insights_done, insights_playlistitem")


def resource(number, topic, at):
    kind = READING_ORDER[number % len(READING_ORDER)]
    return Resource(
        slug=f"resource-{number}",
        kind=kind,
        title=f"{WORDS[number % 10].capitalize()} and {WORDS[number * 3 // 10 % 10]} {number}",
        summary="Eight things to do before, during and after it.",
        body=BODY,
        topic=topic,
        levels=[] if number % 3 else [2 + number % 7],
        minutes=1 + number % 90,
        published_on=None if number % 50 == 0 else date(2026, 1, 1) + timedelta(days=number % 200),
        updated_at=at,
    )


def slowest_of(client, address):
    """The milliseconds of the slowest query of a page that reads resources."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return max(milliseconds(query["sql"]) for query in captured if '"insights_resource"' in query["sql"])


def narrowed_addresses():
    """The list, by each filter alone, by words, and by several at once."""
    address = reverse("insights:resource_list")
    form = Client().get(address).context["form"]
    asked = [{}, {"page": "400"}, {"word": "cafe"}, {"word": "meeting risk"}, {"word": "nothing of that name"}]
    for name in ("kind", "time", "level", "topic"):
        asked += [{name: value} for value, _ in form.fields[name].choices]
    asked += [{"kind": "book", "time": "15", "level": "5", "topic": "topic-1"}]
    asked += [{"word": "nowhere", "kind": "book", "time": "15", "level": "5", "topic": "topic-1"}]
    return [f"{address}?{urlencode(one)}" for one in asked]


def test_the_slowest_query_of_the_list_is_quick_however_it_is_narrowed():
    taken = {address: slowest_of(Client(), address) for address in narrowed_addresses()}

    assert {address: time for address, time in taken.items() if time >= MILLISECONDS} == {}


def test_other_pages_are_quick_and_take_few_queries():
    client, person = Client(), Bookmark.objects.first().person
    shown = Bookmark.objects.first().resource.get_absolute_url()
    public = [
        *(reverse("insights:resource_list"), shown, reverse("insights:playlist_list")),
        Playlist.objects.get().get_absolute_url(),
    ]
    kept = reverse("insights:resource_kept")

    assert {page: time for page in public if (time := slowest_of(client, page)) >= MILLISECONDS} == {}
    assert {page: count for page in public if (count := queries_of(client, page)) > VISITOR_QUERIES} == {}
    client.force_login(person)
    own = [*public, kept, f"{kept}?show=done"]
    assert {page: time for page in own if (time := slowest_of(client, page)) >= MILLISECONDS} == {}
    assert {page: count for page in own if (count := queries_of(client, page)) > PERSON_QUERIES} == {}
