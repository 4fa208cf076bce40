"""What somebody can do with a booking: other dates of its series, and the way in to what is online."""

from datetime import timedelta

import pytest

from events.models import Booking
from events.services import options
from events.services.bookings import book
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    attended,
    confirmed,
    fresh,
    full,
    held,
    in_person,
    offered,
    priced,
    waiting,
)
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
JOIN = "https://meet.example/leading-through-change"


@pytest.fixture
def series():
    return SeriesFactory()


def dates(booking, at=NOW):
    return options.other_dates(fresh(booking), at=at)


def test_other_dates_of_the_series_that_can_be_booked_come_in_their_order(series):
    booking = confirmed(EventFactory(series=series))
    later = EventFactory(series=series, starts_at=NOW + 60 * DAY)
    sooner = EventFactory(series=series, starts_at=NOW + 20 * DAY)
    EventFactory(series=SeriesFactory())
    EventFactory(series=series, starts_at=NOW - DAY)
    EventFactory(series=series, opens_at=NOW + DAY)

    assert dates(booking) == [sooner, later]


def test_an_event_outside_a_series_or_one_that_has_begun_has_no_other_dates(series):
    alone = confirmed()
    booking = confirmed(EventFactory(series=series))
    EventFactory(series=series, starts_at=NOW + 60 * DAY)

    assert dates(alone) == []
    assert dates(booking, at=booking.event.starts_at) == []


def test_a_date_needs_room_for_the_whole_party_and_no_booking_of_ones_own(series):
    person = UserFactory()
    booking = confirmed(EventFactory(series=series, party_max=4), person, guests=["Ada Byrne", "Ines Duarte"])
    EventFactory(series=series, capacity=2, party_max=4)
    EventFactory(series=series, party_max=2)
    full(EventFactory(series=series, capacity=1, party_max=4))
    confirmed(EventFactory(series=series, party_max=4), person)
    room = EventFactory(series=series, capacity=3, party_max=3)

    assert dates(booking) == [room]


def test_what_is_left_is_not_for_others_while_somebody_waits_whom_it_would_fit(series):
    booking = confirmed(EventFactory(series=series))
    wanted = EventFactory(series=series, capacity=4, party_max=4)
    confirmed(wanted, guests=["Ada Byrne"])
    three = book(event=wanted, person=UserFactory(), guests=["Ines", "Wren"], wait=True, at=NOW)
    assert dates(booking) == [wanted]  # two are free, and the three who wait do not fit

    Booking.objects.filter(pk=three.pk).update(party=2)

    assert dates(booking) == []


def test_the_price_has_to_be_the_same_for_this_person(series):
    person = member(at=NOW).person
    booking = confirmed(priced(EventFactory(series=series), 5_000, member=2_000), person)
    same = priced(EventFactory(series=series, starts_at=NOW + 40 * DAY), 9_000, member=2_000)
    priced(EventFactory(series=series, starts_at=NOW + 50 * DAY), 5_000, member=3_000)
    EventFactory(series=series, starts_at=NOW + 60 * DAY)

    assert dates(booking) == [same]


@pytest.mark.parametrize("others", [1, 3])
def test_they_cost_the_same_however_many_there_are(series, others, django_assert_num_queries):
    booking = fresh(confirmed(EventFactory(series=series)))
    for day in range(others):
        EventFactory(series=series, starts_at=NOW + (40 + day) * DAY)

    with django_assert_num_queries(3):
        assert len(options.other_dates(booking, at=NOW)) == others


@pytest.mark.parametrize(("minutes_after", "shown"), [(-61, ""), (-60, JOIN), (0, JOIN), (119, JOIN), (120, "")])
def test_the_joining_link_is_shown_from_an_hour_before_until_the_end(minutes_after, shown):
    booking = confirmed(EventFactory(joining_url=JOIN))

    assert options.joining_url_of(booking, at=booking.event.starts_at + minutes_after * MINUTE) == shown


def test_an_event_that_was_moved_into_a_room_shows_no_link_any_more():
    booking = confirmed(in_person(joining_url=JOIN))

    assert options.joining_url_of(booking, at=booking.event.starts_at) == ""


@pytest.mark.parametrize("state", [held, waiting, offered])
def test_who_has_no_place_does_not_learn_how_to_join(state):
    booking = state()
    booking.event.joining_url = JOIN

    assert options.joining_url_of(booking, at=booking.event.starts_at) == ""


def test_who_is_checked_in_still_sees_it():
    booking = fresh(attended(EventFactory(joining_url=JOIN)))

    assert options.joining_url_of(booking, at=booking.event.starts_at) == JOIN
