"""A booking that is cancelled, with or without the money, or moved within its series."""

from datetime import timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from events.models.events import Access, Format
from events.services.bookings import book
from events.services.changes import cancel, gets_money_back, move_to
from events.services.refusals import BookingRefused
from events.services.running import cancel_event
from events.workflow import EventState
from tests.events.said import decisions, states, taken, told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    confirmed,
    events_team,
    fresh,
    held,
    in_person,
    priced,
    waiting,
)
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATE = timedelta(days=23, seconds=1)  # less than a week before an event in thirty days


# Cancelling


def test_cancelling_gives_the_places_to_the_line_and_ends_the_entry():
    event = EventFactory(capacity=2, party_max=2)
    booking = confirmed(event, guests=["Ada Byrne"], access_needs="A ramp", diet="Vegan")
    first, second = waiting(event), waiting(event)

    row = cancel(booking=booking, by=booking.person, at=NOW)

    assert (row.state, row.because, row.sequence) == ("cancelled", "You cancelled the booking.", 1)
    assert (row.access_needs, row.diet, row.money_due_at) == ("", "", None)
    assert [fresh(one).state for one in (first, second)] == ["offered", "offered"]
    assert (taken(event), chain_is_whole(row)) == (2, True)
    assert told("booking_cancelled").get().context["money"] == ""


@pytest.mark.parametrize(
    ("after", "by_team", "money"),
    [
        (timedelta(days=23), False, "back"),
        (LATE, False, "kept"),
        (LATE, True, "back"),
    ],
)
def test_the_money_goes_back_in_good_time_or_when_the_team_cancels(after, by_team, money):
    booking = confirmed(priced(EventFactory()))
    at, by = NOW + after, events_team() if by_team else booking.person

    row = cancel(booking=booking, by=by, at=at)

    assert row.money_due_at == (at if money == "back" else None)
    said = told("booking_cancelled").get().context
    assert (said["money"], said["pence"]) == (money, 6_000)


def test_the_team_may_keep_what_was_paid_but_not_for_an_event_that_is_called_off():
    row, late = (confirmed(priced(EventFactory())) for _ in range(2))
    cancel(booking=row, by=events_team(), give_back=False, at=NOW)
    assert (fresh(row).money_due_at, told("booking_cancelled").get().context["money"]) == (None, "kept")

    cancel_event(event=late.event, by=events_team(), reason="Snow.", at=NOW)
    assert cancel(booking=late, by=events_team(), give_back=False, at=NOW).money_due_at == NOW


def test_an_order_that_is_not_paid_ends_whatever_the_team_says_of_money():
    row = held()

    assert cancel(booking=row, by=events_team(), give_back=False, at=NOW).money_due_at == NOW


def test_nobody_keeps_the_money_of_their_own_booking_from_themselves():
    row = confirmed(priced(EventFactory()))

    assert cancel(booking=row, by=row.person, give_back=False, at=NOW).money_due_at == NOW


def test_the_money_goes_back_also_to_who_cancels_in_the_moment_in_which_the_event_is_called_off():
    booking = confirmed(priced(EventFactory()))
    cancel_event(event=booking.event, by=events_team(), reason="Snow.", at=NOW + LATE)

    row = cancel(booking=booking, by=booking.person, at=NOW + LATE)

    assert (row.money_due_at, told("booking_cancelled").get().context["money"]) == (NOW + LATE, "back")


def test_somebody_of_the_team_cancels_their_own_booking_as_everybody_does():
    person = events_team()
    booking = confirmed(priced(EventFactory()), person)

    assert not gets_money_back(booking, by=person, at=NOW + LATE)
    assert cancel(booking=booking, by=person, at=NOW + LATE).because == "You cancelled the booking."


def test_the_team_says_why():
    booking = confirmed()
    row = cancel(booking=booking, by=events_team(), because="You asked us to by telephone.", at=NOW)

    assert told("booking_cancelled").get().context["because"] == row.because == "You asked us to by telephone."
    assert cancel(booking=confirmed(), by=events_team(), at=NOW).because == "The events team cancelled the booking."


def test_after_the_start_the_team_alone_cancels():
    booking = confirmed()
    with pytest.raises(BookingRefused, match="has begun"):
        cancel(booking=booking, by=booking.person, at=booking.event.starts_at)

    assert cancel(booking=booking, by=events_team(), at=booking.event.starts_at).state == "cancelled"


def test_a_stranger_and_an_old_page_cancel_nothing():
    booking = confirmed()
    with pytest.raises(MoveNotAllowed):
        cancel(booking=booking, by=UserFactory(), at=NOW)
    with pytest.raises(StaleMove):
        cancel(booking=booking, by=booking.person, at=NOW, moves=3)

    assert (fresh(booking).state, taken(booking.event)) == ("confirmed", 1)


# Moving within the series


def pair(**after):
    """Two events of one series, a week apart."""
    series = SeriesFactory()
    later = {"starts_at": NOW + 37 * DAY, "series": series, "party_max": 2, **after}
    return EventFactory(series=series, party_max=2), EventFactory(**later)


def test_a_booking_moves_with_its_guests_and_its_place_goes_to_the_line():
    before, after = pair()
    before.capacity = 2
    before.save()
    booking, next_one = confirmed(before, guests=["Ada Byrne"]), waiting(before)

    row = move_to(booking=booking, event=after, by=booking.person, at=NOW)

    assert (row.event, row.state, row.sequence, row.events.last().data) == (
        after,
        "confirmed",
        1,
        {"from": before.slug, "to": after.slug},
    )
    assert (taken(before), taken(after), fresh(next_one).state) == (1, 2, "offered")
    assert told("booking_moved").get().context["before"] == before.title


@pytest.mark.parametrize(("form", "comes_online"), [(Format.ONLINE, True), (Format.IN_PERSON, False)])
def test_who_moves_to_where_there_are_both_ways_comes_as_they_were_to_come(form, comes_online):
    series = SeriesFactory()
    booking = confirmed(in_person(format=form, series=series))
    both = in_person(format=Format.HYBRID, series=series)

    row = move_to(booking=booking, event=both, by=booking.person, at=NOW)

    assert fresh(row).joins_online == comes_online


def test_the_team_moves_a_booking_and_a_stranger_does_not():
    before, after = pair()
    booking = confirmed(before)
    with pytest.raises(MoveNotAllowed):
        move_to(booking=booking, event=after, by=UserFactory(), at=NOW)

    assert move_to(booking=booking, event=after, by=events_team(), at=NOW).event == after


@pytest.mark.parametrize("backwards", [False, True])
def test_a_booking_moves_to_an_earlier_and_to_a_later_event(backwards):
    before, after = pair()
    if backwards:
        before, after = after, before
    booking = confirmed(before)

    assert move_to(booking=booking, event=after, by=booking.person, at=NOW).event == after


def test_who_moves_passes_a_party_that_cannot_fit_and_that_one_learns_why():
    before, after = pair(capacity=2)
    confirmed(after)
    large = book(event=after, person=UserFactory(), guests=["Ada Byrne"], wait=True, at=NOW)
    booking = confirmed(before)

    move_to(booking=booking, event=after, by=booking.person, at=NOW)

    assert (decisions(large), taken(after)) == ([("too_few", 1)], 2)


def other_series(before, after, person):
    after.series = SeriesFactory()


def no_series(before, after, person):
    before.series = after.series = None


def begun(before, after, person):
    before.starts_at = NOW


def closed(before, after, person):
    after.closes_at = NOW


def members_only(before, after, person):
    after.access = Access.MEMBERS


def booked_there(before, after, person):
    confirmed(after, person)
    after.refresh_from_db()


def full_there(before, after, person):
    after.capacity = 1


def small_parties(before, after, person):
    after.party_max = 1


def dearer(before, after, person):
    priced(after, 100)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (other_series, "A booking can be moved to another event of the same series."),
        (no_series, "A booking can be moved to another event of the same series."),
        (begun, "The event has begun, so the booking stays as it is."),
        (closed, "Booking is closed."),
        (members_only, "This event is for members of the Institute."),
        (booked_there, "There is a booking for that event already."),
        (full_there, "There is no room at that event."),
        (small_parties, "There is no room at that event."),
        (dearer, "That event costs something else. Cancel this booking, and book the other."),
    ],
)
def test_where_a_booking_cannot_be_moved_it_says_why(make, sentence):
    before, after = pair()
    booking = confirmed(before, guests=["Ada Byrne"])
    before.refresh_from_db()
    make(before, after, booking.person)
    before.save()
    after.save()

    with pytest.raises(BookingRefused) as refusal:
        move_to(booking=fresh(booking), event=after, by=booking.person, at=NOW)

    assert (str(refusal.value), states(before), taken(before)) == (sentence, ["confirmed"], 2)


def test_a_booking_is_not_moved_to_where_it_is():
    before, _ = pair()
    booking = confirmed(before)
    with pytest.raises(BookingRefused, match="another event of the same series"):
        move_to(booking=booking, event=before, by=booking.person, at=NOW)


def test_a_paid_booking_moves_to_where_the_price_is_the_same():
    before, after = pair()
    priced(before, member=3_000)
    priced(after, 4_000, member=3_000)
    booking = confirmed(before, member().person)

    row = move_to(booking=booking, event=after, by=booking.person, at=NOW)

    assert (row.event, row.order) == (after, booking.order)


def test_a_booking_that_was_moved_meanwhile_is_not_moved_from_where_it_was():
    before, after = pair()
    booking = confirmed(before)
    move_to(booking=booking, event=after, by=booking.person, at=NOW)

    with pytest.raises(BookingRefused, match="was moved meanwhile"):
        move_to(booking=booking, event=after, by=booking.person, at=NOW)


def test_a_booking_of_a_cancelled_event_is_not_moved_into_it():
    before, after = pair(state=EventState.CANCELLED)
    booking = confirmed(before)
    with pytest.raises(BookingRefused, match="This event is cancelled"):
        move_to(booking=booking, event=after, by=booking.person, at=NOW)
