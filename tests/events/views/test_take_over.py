"""The page of the link with which somebody takes a booking over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Booking
from events.services.hand_over import hand_over
from tests.events.pages import now, page_of, soon
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import confirmed, in_person, priced

pytestmark = pytest.mark.django_db

ADDRESS = "gwen@example.net"


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def path():
    """Where the link leads that somebody with a guest has sent to ADDRESS."""
    now = timezone.now()
    event = in_person(starts_at=now + timedelta(days=9), time_zone="Europe/London")
    booking = confirmed(event, guests=["Ada Byrne"], access_needs="A ramp", at=now)
    hand_over(booking=booking, by=booking.person, name="Gwen Adeyemi", email=ADDRESS, at=now)
    return told("booking_offered_to_you").get().context["path"]


def test_the_receiver_reads_what_it_means_and_takes_it(client, path):
    person = UserFactory(email=ADDRESS)

    shown = text(client.get(path))
    for said in (
        "A booking for Leading through change is offered to you",
        "Calder Rooms",
        "There is nothing to pay",
        "It is for 1 guest besides you, who is named in it",
    ):
        assert said in shown
    for private in ("You need an account first", "Ada Byrne", "A ramp", "Amara Whitlock"):
        assert private not in shown
    assert "is yours" in text(client.post(path, {"access_needs": "", "diet": "Vegan"}))

    row = Booking.objects.get()
    assert (row.person, row.diet, row.access_needs) == (person, "Vegan", "")
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (30, "What was paid, £60, goes back to whoever paid it."),
        (2, "so the £60 that somebody paid do not come back."),
    ],
)
def test_the_order_stays_with_whoever_paid_it(client, days, said):
    person = UserFactory(email=ADDRESS)
    booking = confirmed(priced(soon(days=days)), at=now())
    payer, order = booking.person, reverse("billing:order_detail", args=[booking.order_id])
    hand_over(booking=booking, by=payer, name="Gwen Adeyemi", email=ADDRESS, at=now())
    client.post(told("booking_offered_to_you").get().context["path"], {"access_needs": "", "diet": ""})

    client.force_login(person)
    theirs = text(client.get(page_of(booking)))
    assert said in theirs
    assert order not in theirs
    client.force_login(payer)
    paid = text(client.get(order))
    assert f'href="{reverse("events:booking_list")}"' in paid
    assert page_of(booking) not in paid


def test_who_takes_a_place_online_comes_online_and_asks_for_no_food(client):
    person = UserFactory(email=ADDRESS)
    booking = confirmed(soon(in_person, format="hybrid"), online=True, at=now())
    hand_over(booking=booking, by=booking.person, name="Gwen Adeyemi", email=ADDRESS, at=now())
    message = told("booking_offered_to_you").get().context

    shown = text(client.get(message["path"]))
    client.post(message["path"], {"access_needs": "Captions", "diet": "Vegan"})

    assert (message["place"], "Calder Rooms" in shown) == ("Online", False)
    row = Booking.objects.get()
    assert (row.person, row.joins_online, row.access_needs, row.diet) == (person, True, "Captions", "")


def test_without_an_account_the_page_leads_to_one_and_nothing_happens(client, path):
    assert reverse("account_signup") in text(client.get(path))

    answer = text(client.post(path, {"access_needs": "", "diet": ""}))

    assert f"Make an account with {ADDRESS} first" in answer
    assert Booking.objects.get().moves == 1


def test_what_is_too_long_is_said_and_kept(client, path):
    UserFactory(email=ADDRESS)
    answer = client.post(path, {"access_needs": "x" * 1001, "diet": ""})

    assert "x" * 1001 in answer.content.decode()
    assert Booking.objects.get().moves == 1
