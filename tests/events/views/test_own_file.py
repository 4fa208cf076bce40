"""One event is one entry of a calendar: the page of an event gives who booked the file of the booking."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, waiting

pytestmark = pytest.mark.django_db


def file_of(name, event, booking):
    if name == "event_file":
        return reverse("events:event_file", args=[event.slug])
    return reverse("events:booking_file", args=[booking.pk]) if booking else "no booking"


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (confirmed, "booking_file", "Put your booking into your calendar"),
        (waiting, "", "Once a place is yours, your booking has a file for your calendar."),
        (None, "event_file", "Add to your calendar"),
    ],
)
def test_who_booked_gets_the_file_of_the_booking_and_nobody_gets_two(client, make, name, words):
    event = EventFactory(starts_at=timezone.now() + timedelta(days=10), capacity=1)
    booking = make(event, at=timezone.now()) if make else None
    client.force_login(booking.person if booking else UserFactory())

    page = client.get(event.get_absolute_url())

    found = [each for each in ("booking_file", "event_file") if f'href="{file_of(each, event, booking)}"' in page.text]
    assert found == ([name] if name else [])
    assert words in page.text


def test_a_booking_says_what_becomes_of_an_entry_from_before(client):
    booking = confirmed(EventFactory(starts_at=timezone.now() + timedelta(days=10)), at=timezone.now())
    client.force_login(booking.person)

    page = client.get(reverse("events:booking_detail", args=[booking.pk]))

    assert "before you booked, take that entry out" in page.text


def test_what_is_over_goes_into_no_calendar_any_more(client):
    begun = timezone.now() - timedelta(days=2)
    booking = confirmed(EventFactory(starts_at=begun), at=begun - timedelta(days=1))
    client.force_login(booking.person)

    assert "your calendar" not in client.get(reverse("events:booking_detail", args=[booking.pk])).text
