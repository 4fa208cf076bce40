"""A person's bookings in a list, in the account bar, and as files for a calendar."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cmiportal.links.models import Link
from cmiportal.ui.components.words import moment
from events.models import Event
from events.services.attendance import check_in
from events.services.hand_over import hand_over
from tests.events.pages import now, page_of, soon, text
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    confirmed,
    events_team,
    held,
    offered,
    priced,
    waiting,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("events:booking_list")
DAY = timedelta(days=1)
LIST_QUERIES = 7


def test_the_list_begins_with_what_has_to_be_answered(client, person):
    confirmed(soon(days=10, title="Tomorrow's leaders"), person, at=now())
    free = offered(soon(days=40, title="Hard conversations", capacity=1), person, at=now())
    held(priced(soon(days=30, title="Budgets for beginners")), person, at=now())

    page = text(client.get(LIST))

    titles = ["Budgets for beginners", "Hard conversations", "Tomorrow&#x27;s leaders"]
    places = [page.index(f">{title}</a>") for title in titles]
    assert places == sorted(places)
    assert "Answer by" in page
    assert page_of(free) in page


def test_what_is_over_or_ended_stands_apart(client, person):
    past = soon(days=-2, title="Yesterday")
    confirmed(past, person, at=now() - 9 * DAY)
    confirmed(soon(title="Soon"), person, at=now())

    coming, over = text(client.get(LIST)), text(client.get(LIST, {"show": "past"}))

    assert (">Soon</a>" in coming, ">Yesterday</a>" in coming) == (True, False)
    assert (">Soon</a>" in over, ">Yesterday</a>" in over) == (False, True)


def test_who_is_checked_in_finds_the_booking_until_the_event_is_over(client, person):
    event = EventFactory(title="Under way", starts_at=now() + timedelta(minutes=5))
    check_in(booking=confirmed(event, person, at=now()), by=events_team(), at=now())

    assert ">Under way</a>" in text(client.get(LIST))
    assert ">Under way</a>" not in text(client.get(LIST, {"show": "past"}))


def test_the_list_is_the_persons_own_and_says_where_to_begin(client, person):
    confirmed(soon(title="Somebody else's"), at=now())

    page = text(client.get(LIST))

    assert "Somebody else" not in page
    assert "You have nothing booked." in page
    assert "Nothing that you booked is over yet." in text(client.get(LIST, {"show": "past"}))


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", ""])
def test_any_page_of_the_list_can_be_asked_for(client, person, page):
    confirmed(soon(), person, at=now())

    assert client.get(LIST, {"page": page, "show": "x"}).status_code == 200


@pytest.mark.parametrize("bookings", [1, 3])
def test_the_list_costs_the_same_with_one_booking_and_with_three(client, person, bookings):
    for day in range(bookings):
        confirmed(soon(days=10 + day), person, at=now())

    assert queries_of(client, LIST) == LIST_QUERIES


def test_the_account_bar_shows_bookings_to_who_has_any_and_counts_what_waits(client, person):
    home = reverse("accounts:profile_detail")
    assert f'href="{LIST}"' not in client.get(home).content.decode()

    offered(soon(capacity=1), person, at=now())

    page = client.get(home).content.decode()
    assert f'href="{LIST}"' in page
    assert "Places at events that are offered to you" in client.get("/").content.decode()


def test_what_is_to_be_paid_waits_once_among_the_orders(client, person):
    held(priced(soon()), person, at=now())

    page = client.get("/").content.decode()

    assert "Your orders to pay" in page
    assert "Places at events" not in page


def test_a_hold_that_is_over_never_reads_as_kept(client, person):
    booking = held(priced(soon()), person, at=now() - timedelta(hours=1))

    pages = [client.get(page) for page in (LIST, page_of(booking), booking.event.get_absolute_url())]

    for page in pages:
        assert "Not paid in time" in page.text
        assert "To be paid" not in page.text
    assert "The time to pay is over" in pages[1].text
    assert "Go on to payment" not in pages[1].text


def test_the_calendar_file_is_the_persons_own(client, person):
    booking = confirmed(soon(slug="leading"), person, at=now())
    address = reverse("events:booking_file", args=[booking.pk])

    sent = client.get(address)

    assert sent.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert sent.headers["Content-Disposition"] == 'attachment; filename="leading.ics"'
    assert Calendar.from_ical(sent.content)["method"] == "REQUEST"
    for other in (UserFactory(), events_team()):
        client.force_login(other)
        assert client.get(address).status_code == 404


def test_who_waits_has_no_calendar_file(client, person):
    booking = waiting(soon(capacity=1), person, at=now())

    assert client.get(reverse("events:booking_file", args=[booking.pk])).status_code == 404
    assert Event.objects.get(pk=booking.event_id).taken == 1


def test_what_others_offer_is_to_be_taken_before_the_event_begins(client, person):
    near, far = soon(days=2, title="Near"), soon(days=30, title="Far")
    for event in (near, far):
        booking = confirmed(event, at=now())
        hand_over(booking=booking, by=booking.person, name="Gwen", email=person.email, at=now())
    link = Link.objects.get(subject_id=booking.pk)

    page = text(client.get(LIST))

    for until in (near.starts_at, link.expires_at):
        assert f"to {person.email}, by {moment(timezone.localtime(until))}." in page


def test_what_others_offer_stands_above_ones_own_bookings(client, person):
    booking = confirmed(soon(title="Hard conversations"), at=now())
    hand_over(booking=booking, by=booking.person, name="Gwen", email=person.email, at=now())

    page = text(client.get(LIST))

    assert "Somebody offers you a place" in page
    assert f"open the link in the e-mail that we sent to {person.email}" in page
    assert "Somebody offers you a place" not in text(client.get(f"{LIST}?show=past"))
