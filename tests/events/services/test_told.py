"""A new time or place is told to everybody booked or waiting, once, however many they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from events.models.events import Format
from events.services.editing import change_event
from events.services.told import Known, tell_change
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    attended,
    cancelled,
    confirmed,
    events_team,
    fresh,
    held,
    in_person,
    offered,
    priced,
    waiting,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# The bookings' calendars and the messages, and the savepoints of two transactions within that of the test.
TOLD_QUERIES = 6


def changed(event, **values):
    return change_event(event=Event.objects.get(pk=event.pk), values=values, by=events_team(), at=NOW)


def people_told():
    return {row.recipient for row in told("event_changed")}


def test_who_is_booked_who_pays_and_who_waits_learns_what_was_and_what_is():
    event = in_person(capacity=2)
    booking = confirmed(event)
    late = waiting(event)
    begun, ended = event.starts_at, event.ends_at

    changed(event, starts_at=begun + DAY, ends_at=ended + DAY, venue="Harbour House", address="3 Quayside")

    assert {booking.person, late.person} <= people_told()
    message = told("event_changed", recipient=booking.person).get()
    assert message.context == {
        "event": "Leading through change",
        "starts_at": (begun + DAY).isoformat(),
        "ends_at": (ended + DAY).isoformat(),
        "time_zone": "Europe/London",
        "place": "Harbour House, 3 Quayside",
        "before_starts_at": begun.isoformat(),
        "before_ends_at": ended.isoformat(),
        "before_time_zone": "Europe/London",
        "before_place": "Calder Rooms",
        "path": reverse("events:booking_detail", args=[booking.pk]),
    }


def test_who_pays_and_who_was_offered_a_place_is_told_and_nobody_else():
    event = priced(EventFactory(capacity=3))
    paying = held(event)
    gone = cancelled(EventFactory())
    elsewhere = confirmed()
    free = offered(EventFactory(capacity=1))

    changed(event, starts_at=event.starts_at - DAY)
    changed(free.event, starts_at=free.event.starts_at - DAY)

    assert {paying.person, free.person} <= people_told()
    assert {gone.person, elsewhere.person}.isdisjoint(people_told())


def test_who_was_ticked_before_it_begins_is_told_too():
    booking = attended(in_person())
    late = booking.event.starts_at - timedelta(minutes=30)

    change_event(event=fresh(booking).event, values={"venue": "Harbour House"}, by=events_team(), at=late)

    assert people_told() == {booking.person}
    assert fresh(booking).sequence == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (Format.HYBRID, Format.IN_PERSON, ("Calder Rooms, and online", "Calder Rooms")),
        (Format.IN_PERSON, Format.HYBRID, ("Calder Rooms", "Calder Rooms, and online")),
    ],
)
def test_whether_one_can_be_there_online_is_told_where_the_room_stays_the_same(before, after, said):
    booking = confirmed(in_person(format=before), online=True)

    changed(booking.event, format=after)

    context = told("event_changed", recipient=booking.person).get().context
    assert (context["before_place"], context["place"]) == said
    assert fresh(booking).sequence == 1


def test_a_closed_account_is_told_nothing():
    person = UserFactory()
    booking = confirmed(person=person)
    person.is_active = False
    person.save(update_fields=["is_active"])

    changed(booking.event, venue="Harbour House")

    assert people_told() == set()
    assert fresh(booking).sequence == 1


def test_each_change_is_told_once_and_is_the_newer_entry_in_calendars():
    booking = confirmed()
    start = booking.event.starts_at

    changed(booking.event, starts_at=start + timedelta(minutes=30))
    changed(booking.event, starts_at=start + timedelta(minutes=60))

    assert told("event_changed").count() == 2
    assert fresh(booking).sequence == 2


def test_where_time_and_place_are_what_they_were_nobody_is_told():
    booking = confirmed()

    assert tell_change(event=booking.event, before=Known.of(booking.event), at=NOW) == 0
    assert people_told() == set()
    assert fresh(booking).sequence == 0


@pytest.mark.parametrize("people", [1, 3])
def test_it_takes_as_many_statements_for_three_people_as_for_one(people):
    event = EventFactory()
    for _ in range(people):
        confirmed(event)
    event.refresh_from_db()
    before = Known.of(event)
    event.venue = "Harbour House"

    with CaptureQueriesContext(connection) as asked:
        assert tell_change(event=event, before=before, at=NOW) == people

    assert len(asked) == TOLD_QUERIES
