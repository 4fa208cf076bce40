"""One booking in the browser: where it stands, in each of its states."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cmiportal.accounts.groups import ADMINISTRATORS
from cmiportal.calendars import Method, media_type
from cmiportal.links.models import Link
from cmiportal.links.services import use_link
from events.models import Booking
from events.services import line
from events.services.bookings import book
from events.services.feedback import give_feedback
from events.services.running import cancel_event
from events.views.booking_words import BEGAN, SAID, TAGS, price_in_words
from events.workflow import BOOKING, BookingState
from tests.events.pages import now, page_of, send, soon, text
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    attended,
    cancelled,
    confirmed,
    events_team,
    fresh,
    full,
    held,
    in_person,
    missed,
    priced,
    waiting,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

JOIN = "https://meet.example/leading-through-change"
DAY = timedelta(days=1)
DETAIL_QUERIES = 12
WAITING_QUERIES = 8


def test_a_booking_is_nobody_elses(client):
    booking = confirmed(soon(), at=now())

    for other in (UserFactory(), events_team()):
        client.force_login(other)
        assert client.get(page_of(booking)).status_code == 404
        assert client.post(page_of(booking), {"cancel": "yes", "cancel-moves": 0}).status_code == 404
    assert fresh(booking).state == "confirmed"


def test_who_sees_the_portal_as_somebody_else_reads_no_needs(client, person):
    known = {"guests": ["Ada Byrne"], "access_needs": "A step-free way", "diet": "Vegan"}
    booking = confirmed(soon(in_person), person, at=now(), **known)
    own = text(client.get(page_of(booking)))
    assert (own.count("A step-free way"), own.count("Vegan"), "Change guests or needs" in own) == (2, 2, True)
    client.force_login(UserFactory(is_staff=True, groups=[ADMINISTRATORS]))
    client.post(reverse("accounts:see_as", args=[person.pk]), {"reason": "They cannot find their booking."})

    shown = text(client.get(page_of(booking)))

    assert ("A step-free way" in shown, "Vegan" in shown) == (False, False)
    assert ("Ada Byrne" in shown, "Change guests or needs" in shown) == (True, False)
    assert fresh(booking).diet == "Vegan"


@pytest.mark.parametrize(
    ("made", "status"),
    [(confirmed, 200), (attended, 200), (cancelled, 200), (missed, 404), (waiting, 404)],
)
def test_a_booking_leads_to_its_file_for_calendars_where_there_is_one(client, person, made, status):
    booking = made(soon(), person, at=now())
    address = reverse("events:booking_file", args=[booking.pk])

    assert (address in client.get(page_of(booking)).text) == (status == 200)
    assert client.get(address).status_code == status


def test_who_handed_a_booking_over_has_the_file_that_takes_it_out_and_no_page(client, person):
    booking, taker = confirmed(soon(), person, at=now()), UserFactory()
    send(client, booking, "hand_over", name="Gwen Adeyemi", email=taker.email)
    link = Link.objects.get(subject_id=booking.pk)
    use_link(link=link, data={"access_needs": "", "diet": ""}, at=now())
    address = reverse("events:booking_file", args=[booking.pk])

    answer = client.get(address)

    assert answer.headers["Content-Type"] == media_type(Method.CANCEL)
    assert client.get(page_of(booking)).status_code == 404
    assert told("booking_handed_over").get().context["file_path"] == address
    client.force_login(taker)
    assert client.get(address).headers["Content-Type"] == media_type(Method.REQUEST)


def test_a_confirmed_booking_says_when_where_for_whom_and_has_ticket_and_calendar(client, person):
    event = soon(in_person, address="3 Quayside")
    booking = confirmed(event, person, guests=["Ada Byrne"], access_needs="Large print", at=now())

    page = text(client.get(page_of(booking)))

    for said in ("You are booked", "Calder Rooms, 3 Quayside", "Two people: you, Ada Byrne", "Large print"):
        assert said in page
    for name in ("booking_file", "booking_code"):
        assert reverse(f"events:{name}", args=[booking.pk]) in page


def test_places_that_are_kept_lead_to_payment_and_say_until_when(client, person):
    booking = held(priced(soon()), person, at=now())

    page = text(client.get(page_of(booking)))

    assert "Pay to make it yours" in page
    assert "If you no longer want it, cancel it below: you owe nothing." in page
    assert reverse("billing:order_detail", args=[booking.order_id]) in page
    assert "Cancel this booking" in page
    assert "Nothing is paid for it, so you owe nothing" in page


def test_who_waits_sees_their_place_in_the_line_and_why(client, person):
    event = full(soon(in_person, capacity=3), at=now())
    book(event=event, person=UserFactory(), wait=True, at=now())
    booking = book(event=event, person=person, guests=["Ada Byrne"], wait=True, at=now())

    page = text(client.get(page_of(booking)))

    assert "You are number <b>2</b> in the line, for two people together. All places are taken." in page


def test_who_was_overtaken_by_fewer_people_reads_why(client, person):
    event = full(soon(in_person, capacity=3), at=now())
    booking = book(event=event, person=person, guests=["Ada Byrne"], wait=True, at=now())
    behind = book(event=event, person=UserFactory(), wait=True, at=now())

    line.set_capacity(event=event, capacity=4, by=events_team(), at=now())

    assert fresh(behind).state == "offered"
    page = text(client.get(page_of(booking)))
    assert "Not offered: one place free, too few for 2 who come together." in page
    assert "You are number <b>1</b> in the line" in page


def test_the_joining_link_is_on_the_page_only_when_it_is_time(client, person):
    early = confirmed(soon(days=2, joining_url=JOIN), person, at=now())
    begun = confirmed(soon(days=0, joining_url=JOIN), person, at=now() - DAY)

    assert JOIN not in text(client.get(page_of(early)))
    assert "The link to join online is here from" in text(client.get(page_of(early)))
    assert JOIN in text(client.get(page_of(begun)))


def test_a_joining_link_that_is_late_says_whom_to_write_to(client, person, settings):
    settings.DEFAULT_FROM_EMAIL = "The Institute <hello@example.org>"
    early, late = confirmed(soon(), person, at=now()), confirmed(soon(days=0), person, at=now() - DAY)
    room = confirmed(soon(in_person, days=0), person, at=now() - DAY)

    assert "The link to join online is here from" in text(client.get(page_of(early)))
    page = text(client.get(page_of(late)))
    assert "The link to join online is not here yet." in page
    assert 'href="mailto:hello@example.org"' in page
    assert "join online" not in text(client.get(page_of(room)))


@pytest.mark.parametrize(("make", "leads"), [(attended, True), (missed, True), (cancelled, False)])
def test_after_the_event_slides_and_recording_are_a_link_away_for_who_had_a_place(client, person, make, leads):
    booking = make(soon(days=-1, recording_url="https://watch.example/1"), person, at=now() - 3 * DAY)

    assert (f"{booking.event.get_absolute_url()}#material" in text(client.get(page_of(booking)))) is leads


def test_who_was_there_is_asked_how_it_was(client, person):
    event = soon(days=-1)
    booking = attended(event, person, at=now() - 3 * DAY)

    page = text(client.get(page_of(booking)))

    for name in ("booking_feedback", "booking_certificate"):
        assert reverse(f"events:{name}", args=[booking.pk]) in page


def test_who_has_said_how_it_was_is_not_asked_again(client, person):
    booking = attended(soon(days=-1), person, at=now() - 3 * DAY)
    give_feedback(booking=booking, by=person, rating=4, at=now())

    page = text(client.get(page_of(booking)))

    assert "You have told us how it was." in page
    assert reverse("events:booking_feedback", args=[booking.pk]) not in page
    assert reverse("events:booking_certificate", args=[booking.pk]) in page


def test_who_is_not_ticked_yet_reads_what_follows_and_whom_to_write_to(client, person, settings):
    settings.DEFAULT_FROM_EMAIL = "The Institute <hello@example.org>"
    booking = confirmed(soon(days=-1), person, at=now() - 3 * DAY)

    page = text(client.get(page_of(booking)))

    assert "The event is over" in page
    assert 'href="mailto:hello@example.org"' in page
    assert reverse("events:booking_certificate", args=[booking.pk]) not in page


def test_who_was_not_seen_reads_so_and_whom_to_write_to(client, person, settings):
    settings.DEFAULT_FROM_EMAIL = "The Institute <hello@example.org>"
    booking = missed(soon(days=-1), person, at=now() - 3 * DAY)

    page = text(client.get(page_of(booking)))

    assert "You were not seen at the event" in page
    assert 'href="mailto:hello@example.org"' in page


@pytest.mark.parametrize("make", [confirmed, waiting])
def test_until_the_booking_of_a_cancelled_event_is_ended_nothing_is_to_be_done_with_it(client, person, make):
    booking = make(soon(capacity=1), person, at=now())
    cancel_event(event=fresh(booking).event, by=events_team(), reason="The speaker is ill.", at=now())

    page = text(client.get(page_of(booking)))

    assert "This event is cancelled" in page
    for said in ("You are booked", "You are on the waiting list", 'name="cancel"', 'name="hand_over"'):
        assert said not in page
    assert "That cannot be done any more." in text(send(client, booking, "cancel"))
    assert fresh(booking).state == booking.state


def test_a_reader_elsewhere_sees_both_clocks(client):
    person = UserFactory(time_zone="Asia/Hong_Kong")
    client.force_login(person)
    booking = confirmed(soon(), person, at=now())

    page = text(client.get(page_of(booking)))

    assert "Your time:" in page
    assert "Hong Kong time" in page


@pytest.mark.parametrize("dates", [1, 3])
def test_a_confirmed_booking_costs_the_same_for_many_dates_and_guests(client, person, series, dates):
    guests = [f"Guest {number}" for number in range(dates)]
    booking = confirmed(soon(in_person, series=series, party_max=5), person, guests=guests, at=now())
    for day in range(dates):
        soon(in_person, series=series, days=40 + day)

    assert queries_of(client, page_of(booking)) == DETAIL_QUERIES


@pytest.mark.parametrize("people", [1, 3])
def test_who_waits_costs_the_same_for_a_long_line(client, person, people):
    event = full(soon(capacity=1), at=now())
    for _ in range(people):
        book(event=event, person=UserFactory(), wait=True, at=now())
    booking = book(event=event, person=person, wait=True, at=now())

    assert queries_of(client, page_of(booking)) == WAITING_QUERIES


def test_every_state_has_a_tag_and_every_move_its_words():
    assert set(TAGS) == set(BookingState)
    assert set(SAID) == {line.action for line in BOOKING.transitions}
    assert set(BEGAN) == set(BOOKING.begins)


def test_an_event_without_a_price_is_free():
    event = priced(EventFactory(), pence=0)

    assert price_in_words(None) == "Free"
    assert price_in_words(event.prices.get()) == "Free"


def test_a_price_without_vat_names_none():
    price = priced(EventFactory(), pence=2_550).prices.get()
    price.vat_basis_points = 0

    assert price_in_words(price) == "£25.50 for each place: the price for everybody"


def test_of_what_happened_at_one_moment_the_later_comes_first(client, person):
    booking = cancelled(soon(), person, at=now())

    story = text(client.get(page_of(booking))).partition("What has happened")[2]

    assert story.index("Cancelled") < story.index("Booked")


def test_a_cancelled_booking_leads_back_to_the_event(client, person):
    booking = cancelled(soon(), person, at=now())

    page = text(client.get(page_of(booking)))

    assert "This booking has ended" in page
    assert f'href="{booking.event.get_absolute_url()}"' in page
    assert Booking.objects.get().because == "You cancelled the booking."
