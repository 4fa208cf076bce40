"""Events in words: how booking stands, and what a place costs whom."""

from datetime import timedelta

import pytest

from events.models import Event
from events.services.cards import card_of, cards_of
from tests.factories.events import EventFactory, priced
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def said(at=NOW, **fields):
    card = card_of(EventFactory(**fields), at=at)
    return card.word, card.state


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"capacity": 60}, ("60 places left", "positive")),
        ({"capacity": 60, "taken": 56}, ("Four places left", "attention")),
        ({"capacity": 60, "taken": 59}, ("One place left", "attention")),
        ({"capacity": 60, "taken": 60}, ("Full, with a waiting list", "attention")),
        ({"opens_at": NOW + timedelta(days=1)}, ("Booking is not open yet", "neutral")),
        ({"closes_at": NOW}, ("Booking is closed", "neutral")),
        ({"starts_at": NOW}, ("Under way", "info")),
        ({"state": "completed"}, ("Over", "neutral")),
        ({"state": "cancelled"}, ("Cancelled", "negative")),
        ({"state": "draft", "published_at": None}, ("Draft", "neutral")),
    ],
)
def test_how_booking_stands_is_a_word_and_a_state(fields, words):
    assert said(**fields) == words


@pytest.mark.parametrize(
    ("prices", "access", "words"),
    [
        ({}, "everybody", "Free for everybody"),
        ({}, "members", "Free for members"),
        ({"": 5_000}, "everybody", "£60 for everybody"),
        ({"": 5_000, "member": 0}, "everybody", "Members free, everybody else £60"),
        ({"": 5_000, "member": 2_500}, "everybody", "Members £30, everybody else £60"),
        (
            {"": 5_000, "member": 2_500, "studying": 0},
            "everybody",
            "Members £30, members who study free, everybody else £60",
        ),
        ({"": 5_000, "studying": 1_000}, "everybody", "Members £60, members who study £12, everybody else £60"),
        # Where everybody's own price is lower, members have it too.
        ({"": 2_000, "member": 2_500}, "everybody", "£24 for everybody"),
        # Whom no price is for pays the dearest.
        ({"member": 2_500}, "everybody", "£30 for everybody"),
        ({"member": 2_500}, "members", "£30 for members"),
        ({"": 5_000, "member": 2_500}, "members", "£30 for members"),
        ({"member": 2_500, "studying": 0}, "members", "Members £30, members who study free"),
    ],
)
def test_prices_are_said_by_membership_with_vat(prices, access, words):
    event = EventFactory(access=access)
    for audience, pence in prices.items():
        event.prices.create(audience=audience, pence=pence)

    card = card_of(event, at=NOW)

    assert (card.price, card.has_vat) == (words, any(prices.values()))


def test_a_price_without_vat_is_said_to_have_none():
    event = EventFactory()
    event.prices.create(pence=5_000, vat_basis_points=0)

    card = card_of(event, at=NOW)

    assert (card.price, card.has_vat) == ("£50 for everybody", False)


@pytest.mark.parametrize("count", [1, 3])
def test_cards_ask_nothing_of_events_that_were_read_with_their_prices(count, django_assert_num_queries):
    for _ in range(count):
        priced(EventFactory(), member=2_500)
    rows = list(Event.objects.prefetch_related("prices"))

    with django_assert_num_queries(0):
        assert len(cards_of(rows, at=NOW)) == count


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Online"),
        ({"venue": "Calder Rooms", "format": "in_person"}, "Calder Rooms"),
        (
            {"venue": "Calder Rooms", "format": "in_person", "address": "14 Wharf Street\nLeeds LS2 9QX"},
            "Calder Rooms, Leeds",
        ),
        ({"venue": "Leeds Town Hall", "format": "hybrid", "address": "Leeds LS2 9QX"}, "Leeds Town Hall, and online"),
    ],
)
def test_a_card_says_the_venue_with_its_town(fields, words):
    assert card_of(EventFactory(**fields), at=NOW).place == words
