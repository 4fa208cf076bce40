"""The calendar that a program follows by its secret address: for nobody else, in no cache, not too often."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cmiportal.accounts.calendar_keys import renew_calendar_key
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

# The key with its person, and one query for each thing that has dates: bookings, memberships, discussions, results due,
# work to resubmit, places.
FEED_QUERIES = 7


def now():
    return timezone.now()


def address(person):
    return reverse("site:calendar_feed", args=[renew_calendar_key(person=person, at=now()).secret])


def soon(days=30):
    return EventFactory(starts_at=now() + timedelta(days=days))


def test_the_address_opens_the_persons_dates_without_signing_in(client):
    person = UserFactory()
    confirmed(soon(), person, at=now())
    confirmed(EventFactory(title="Somebody else's", starts_at=now() + timedelta(days=9)), at=now())

    response = client.get(address(person))

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    calendar = Calendar.from_ical(response.content)
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Leading through change"]
    assert "attendee" not in calendar.walk("VEVENT")[0]  # RFC 5546: nobody is asked for an answer


def test_it_is_kept_nowhere_and_listed_nowhere(client):
    response = client.get(address(UserFactory()))

    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_one_persons_answer_is_never_anothers(client):
    first, second = UserFactory(), UserFactory()
    confirmed(soon(), first, at=now())

    assert b"Leading" in client.get(address(first)).content
    assert b"Leading" not in client.get(address(second)).content


def test_a_renewed_address_stops_at_once(client):
    person = UserFactory()
    before = address(person)
    after = address(person)

    assert client.get(before).status_code == 404
    assert client.get(after).status_code == 200


def test_a_closed_account_has_no_calendar(client):
    person = UserFactory()
    open_until_now = address(person)
    person.is_active = False
    person.save(update_fields=["is_active"])

    assert client.get(open_until_now).status_code == 404


@pytest.mark.parametrize("secret", ["x", "A" * 43, "A" * 2000, "-_-"])
def test_what_is_no_secret_of_anybody_is_not_found(client, secret):
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    # The character NUL is refused for every address of the portal.
    [("/calendar/.ics", 404), ("/calendar/a%00b.ics", 400), ("/calendar/%F0%9F%98%80.ics", 404)],
)
def test_what_cannot_be_a_secret_is_not_even_looked_for(client, path, status):
    assert client.get(path).status_code == status


def test_who_asks_too_often_in_a_minute_is_told_when_to_come_again(client, settings):
    settings.CALENDAR_READS_A_MINUTE = 2
    followed = address(UserFactory())

    answers = [client.get(followed) for _ in range(6)]

    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.content == b""


def test_a_post_is_no_way_in(client):
    assert client.post(address(UserFactory())).status_code == 405


@pytest.mark.parametrize("events", [1, 3])
def test_it_costs_the_same_with_one_booking_and_with_three(client, events):
    person = UserFactory()
    for day in range(events):
        confirmed(soon(10 + day), person, at=now())

    assert queries_of(client, address(person)) == FEED_QUERIES
