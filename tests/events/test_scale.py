"""10,000 events and 1,000,000 bookings: lists are quick by their slowest query, and no page takes more queries."""

import re
from datetime import timedelta
from statistics import median
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Booking, Community, Event, Region
from events.services.bookings import book
from events.services.changes import cancel
from events.services.line import close_lines, end_offers, position_of
from events.services.money import see_to_money
from events.services.needs import erase_needs
from events.services.reminders import remind
from events.services.running import call_off, cancel_event
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, events_team, fresh, offered, priced, waiting
from tests.factories.many_events import many_events
from tests.queries import queries_of
from tests.timing import milliseconds, worked

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MILLISECONDS, ACT_MILLISECONDS = 20, 100
TIMES = 7
VISITOR_QUERIES, PERSON_QUERIES = 6, 12
EVENTS_ASKED = re.compile(r'FROM "events_event"')


@pytest.fixture(scope="module", autouse=True)
def crowded(django_db_setup, django_db_blocker):
    """The tables as they are at the limit, around now: pages ask the clock."""
    with django_db_blocker.unblock(), transaction.atomic():
        many_events(at=timezone.now())
        yield
        transaction.set_rollback(True)


def next_event(**fields):
    return Event.objects.upcoming(at=timezone.now()).filter(starts_at__gt=timezone.now(), **fields).first()


def somebody():
    """Somebody who has very many bookings."""
    return Booking.objects.filter(state="confirmed", person__is_active=True).first().person


def asked_of(client, address):
    """The queries of a page that read events."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in captured.captured_queries if EVENTS_ASKED.search(query["sql"])]


def narrowed_addresses(address):
    """The list, and the list by each filter alone: each choice, a word, a day; then by several at once."""
    form = Client().get(address).context["form"]
    one = {"word": "cafe", "since": (timezone.now() + timedelta(days=60)).date().isoformat()}
    one["until"] = one["since"]
    asked = [{}, {"word": "speaker 17"}, {"word": "nothing of that name"}, {"page": "12"}]
    for field in form.fields:
        choices = [value for value, _ in getattr(form.fields[field], "choices", ())]
        asked += [{field: value} for value in choices] or [{field: one[field]}]
    first = {field: form.fields[field].choices[0][0] for field in ("region", "community", "topic")}
    asked += [first, {**first, "word": "leading"}]
    return [f"{address}?{urlencode(one)}" for one in asked]


@pytest.mark.parametrize("name", ["events:event_list", "events:past_list", "events:event_calendar"])
def test_the_slowest_query_of_a_list_is_quick_however_it_is_narrowed(name):
    client, slow, now = Client(), {}, timezone.now()
    args = [now.year, now.month] if name == "events:event_calendar" else []
    for address in narrowed_addresses(reverse(name, args=args)):
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        for sql in asked_of(client, response.request["PATH_INFO"] + "?" + response.request["QUERY_STRING"]):
            taken = milliseconds(sql)
            if taken >= MILLISECONDS:
                slow[address] = max(taken, slow.get(address, 0))

    assert slow == {}


def public_pages():
    now = timezone.now()
    return {
        "calendar": reverse("events:event_calendar", args=[now.year, now.month]),
        "event": next_event().get_absolute_url(),
        "regions": reverse("site:region_list"),
        "region": reverse("site:region_detail", args=[Region.objects.first().pk]),
        "communities": reverse("site:community_list"),
        "community": reverse("site:community_detail", args=[Community.objects.first().pk]),
    }


def test_the_slowest_query_of_the_other_public_pages_is_quick_and_there_are_few():
    client, slow, many = Client(), {}, {}
    for name, address in public_pages().items():
        taken = max(map(milliseconds, asked_of(client, address)), default=0)
        slow |= {name: taken} if taken >= MILLISECONDS else {}
        queries = queries_of(client, address)
        many |= {name: queries} if queries > VISITOR_QUERIES else {}

    assert (slow, many) == ({}, {})


def test_lists_take_a_visitor_s_few_queries():
    client = Client()

    assert queries_of(client, reverse("events:event_list")) <= VISITOR_QUERIES
    assert queries_of(client, reverse("events:past_list")) <= VISITOR_QUERIES


def test_a_person_with_fifty_bookings_and_the_team_take_a_person_s_few_queries():
    person = somebody()
    own = person.event_bookings.order_by("-booked_at").first()
    door = next_event()
    pages = {
        person: [reverse("events:booking_list"), reverse("events:booking_detail", args=[own.pk])],
        events_team(): [
            reverse(f"events:{name}", args=[door.slug]) for name in ("check_in", "people_list", "event_detail")
        ],
    }
    for user, addresses in pages.items():
        client = Client()
        client.force_login(user)
        taken = {address: queries_of(client, address) for address in addresses}
        assert {address: count for address, count in taken.items() if count > PERSON_QUERIES} == {}


def test_booking_cancelling_and_offering_are_as_quick_as_ever():
    """Each among a million others: the person, the event and its line are found by their indexes."""
    at = timezone.now()
    event = EventFactory(starts_at=at + timedelta(days=30), created_at=at, published_at=at, capacity=50)
    people = UserFactory.create_batch(2 * TIMES)
    booked = []
    takes = [worked(lambda person=person: booked.append(book(event=event, person=person, at=at))) for person in people]
    gives = [worked(lambda row=row: cancel(booking=row, by=row.person, at=at)) for row in booked[:TIMES]]
    full = EventFactory(starts_at=at + timedelta(days=30), created_at=at, published_at=at, capacity=1)
    last = [waiting(full, at=at) for _ in range(TIMES)][-1]
    places = [worked(lambda: position_of(last)) for _ in range(TIMES)]

    acts = {"book": takes, "cancel": gives, "position": places}
    taken = {name: median(seconds) * 1000 for name, seconds in acts.items()}
    assert {name: time for name, time in taken.items() if time > ACT_MILLISECONDS} == {}
    assert position_of(last) == TIMES


def test_booking_takes_as_many_queries_in_a_full_table_as_for_one_event():
    at = timezone.now()
    known = {"starts_at": at + timedelta(days=30), "created_at": at, "published_at": at, "capacity": 400}
    busy = next_event(access="everybody", prices=None, taken=F("capacity") - 20)
    counts = []
    for event in (busy, EventFactory(**known)):
        with CaptureQueriesContext(connection) as captured:
            book(event=event, person=UserFactory(), at=at)
        counts.append(len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]))

    assert counts[0] == counts[1]


def to_remind(at):
    """Somebody to be reminded of tomorrow, and whether they are."""
    row = confirmed(EventFactory(starts_at=at + timedelta(hours=23)), at=at - timedelta(days=9))
    return lambda: row.reminders.exists()


def to_lapse(at):
    """An offer that nobody took, and whether it is over."""
    row = offered(EventFactory(starts_at=at + timedelta(days=9), capacity=1), at=at - timedelta(days=3))
    return lambda: fresh(row).state == "cancelled"


def to_close(at):
    """Somebody who waits for what has begun, and whether they still do."""
    row = waiting(EventFactory(starts_at=at - timedelta(hours=1), capacity=1), at=at - timedelta(days=3))
    return lambda: fresh(row).state == "cancelled"


def to_call_off(at):
    """A booking of an event that is cancelled, and whether it ended with it."""
    row = confirmed(EventFactory(starts_at=at + timedelta(days=9)), at=at)
    cancel_event(event=row.event, by=events_team(), reason="Snow.", at=at)
    return lambda: fresh(row).state == "cancelled"


def to_give_back(at):
    """A booking whose money is due, and whether it has been seen to."""
    row = confirmed(priced(EventFactory(starts_at=at + timedelta(days=30))), at=at)
    cancel(booking=row, by=row.person, at=at)
    return lambda: fresh(row).money_due_at is None


def to_erase(at):
    """What somebody needed long ago, and whether it is erased."""
    long_ago = at - timedelta(days=40)
    row = confirmed(EventFactory(starts_at=long_ago), diet="Vegan", at=long_ago - timedelta(days=1))
    return lambda: fresh(row).diet == ""


@pytest.mark.parametrize(
    ("run", "what"),
    [
        (remind, to_remind),
        (end_offers, to_lapse),
        (close_lines, to_close),
        (call_off, to_call_off),
        (see_to_money, to_give_back),
        (erase_needs, to_erase),
    ],
)
def test_a_run_of_the_clock_does_what_is_due_among_a_million_in_seconds(run, what):
    at = timezone.now()
    is_done = what(at)
    assert not is_done()

    assert worked(lambda: run(at=at)) < 10
    assert is_done()
