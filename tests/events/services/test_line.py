"""The waiting list: whole parties are offered places in the order of joining, each for a time, each with its reason."""

from datetime import timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed
from events.models import LineDecision
from events.services import changes, line, running
from events.services.bookings import book
from events.services.line import (
    close_lines,
    end_offers,
    has_places_for,
    in_words,
    offer_places,
    position_of,
    set_capacity,
    why_waiting,
)
from events.services.refusals import CapacityRefused
from events.workflow import EventState
from tests.events.said import decisions, states, taken, told
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, events_team, fresh, held, offered, priced, waiting
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def party(event, people, *, at=NOW):
    """So many people who wait together where they have to."""
    guests = [f"Guest {number}" for number in range(1, people)]
    return book(event=event, person=UserFactory(), guests=guests, wait=True, at=at)


def more(event, capacity, *, at=NOW):
    """So many places from now on."""
    return set_capacity(event=event, capacity=capacity, by=events_team(), at=at)


def test_the_position_counts_those_who_joined_before_and_still_wait():
    event = EventFactory(capacity=1)
    confirmed(event)
    first, second, third = party(event, 1), party(event, 1), party(event, 1, at=NOW - HOUR)

    assert [position_of(one) for one in (third, first, second)] == [1, 2, 3]
    more(event, 2)
    assert [position_of(one) for one in (first, second)] == [1, 2]


def test_what_comes_free_is_offered_in_order_and_goes_on_when_nobody_takes_it():
    event = EventFactory(capacity=1)
    first = confirmed(event)
    second, third = party(event, 1), party(event, 1)

    changes.cancel(booking=first, by=first.person, at=NOW)
    assert states(event) == ["cancelled", "offered", "waitlisted"]
    assert fresh(second).offer_expires_at == NOW + 24 * HOUR
    assert told("place_offered").get().context["until"] == "2026-11-03T09:30:00+00:00"
    assert end_offers(at=NOW + 23 * HOUR) == 0

    assert end_offers(at=NOW + 24 * HOUR) == 1

    assert states(event) == ["cancelled", "cancelled", "offered"]
    assert decisions(second) == [("offered", 1), ("lapsed", 1)]
    assert fresh(second).because == "The offer was not taken in time."
    assert told("offer_lapsed").get().recipient == second.person
    assert (decisions(third), taken(event)) == ([("offered", 1)], 1)
    assert end_offers(at=NOW + 24 * HOUR) == 0


def test_a_party_is_offered_places_whole_and_a_smaller_one_may_pass_it_with_the_reason_written_down():
    event = EventFactory(capacity=6, party_max=4)
    confirmed(event, guests=["Ada", "Ben"])
    leaves = [confirmed(event) for _ in range(3)]
    large, pair, single, last = party(event, 4), party(event, 2), party(event, 1), party(event, 1)
    for booking in leaves:
        changes.cancel(booking=booking, by=booking.person, at=NOW)

    assert [fresh(one).state for one in (large, pair, single, last)] == [
        "waitlisted",
        "waitlisted",
        "offered",
        "offered",
    ]
    assert decisions(large) == [("too_few", 1), ("too_few", 1)]
    assert decisions(pair) == [("too_few", 1), ("too_few", 1)]
    assert taken(event) == 5
    assert {note.recipient for note in told("passed_over")} == {large.person, pair.person}


def test_the_first_in_the_line_is_told_why_it_waits_once_for_each_number_of_free_places():
    event = EventFactory(capacity=5, party_max=4)
    leaves = [confirmed(event) for _ in range(5)]
    large = party(event, 4)
    for booking in leaves[:2]:
        changes.cancel(booking=booking, by=booking.person, at=NOW)
    more(event, 5)
    more(event, 6)

    assert decisions(large) == [("too_few", 1), ("too_few", 2), ("too_few", 3)]
    assert not told("passed_over").exists()
    assert why_waiting(fresh(large)).startswith("Only 3 places are free, and you are 4 together:")
    more(event, 7)
    assert (fresh(large).state, decisions(large)[-1]) == ("offered", ("offered", 4))


@pytest.mark.parametrize(
    ("outcome", "free", "words"),
    [
        ("offered", 3, "Offered, with 3 places free and 2 in the party."),
        ("too_few", 1, "Not offered: one place free, too few for 2 who come together."),
        ("lapsed", 0, "Not taken in time."),
    ],
)
def test_a_decision_has_its_reason_in_words(outcome, free, words):
    assert in_words(LineDecision(outcome=outcome, free=free), party=2) == words


def test_whoever_comes_waits_behind_those_who_would_fit():
    event = EventFactory(capacity=3, party_max=3)
    confirmed(event)
    event.refresh_from_db()
    assert (has_places_for(event, 2), has_places_for(event, 3)) == (True, False)

    party(event, 3)
    assert has_places_for(event, 2)

    event.capacity = 4
    assert not has_places_for(event, 2)


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED, EventState.COMPLETED])
def test_nothing_is_offered_of_an_event_that_is_not_on(state):
    event = waiting().event
    event.state, event.capacity = state, 5

    assert offer_places(event=event, at=NOW) == []


def test_the_places_of_a_cancelled_event_stay():
    with pytest.raises(CapacityRefused, match=r"^This event is cancelled.$"):
        more(EventFactory(state=EventState.CANCELLED), 5)


def test_nothing_is_offered_once_the_event_has_begun_and_no_offer_outlasts_its_start():
    event = EventFactory(capacity=1, starts_at=NOW + 3 * HOUR)
    booking = waiting(event)
    event.refresh_from_db()
    event.capacity = 2
    assert offer_places(event=event, at=event.starts_at) == []

    more(event, 2, at=NOW + HOUR)

    assert fresh(booking).offer_expires_at == event.starts_at


def test_nothing_is_offered_where_nobody_waits():
    event = EventFactory()

    assert offer_places(event=event, at=NOW) == []


# How many places there are


def test_raised_places_are_offered_at_once():
    event = EventFactory(capacity=1)
    confirmed(event)
    first, second, third = (party(event, 1) for _ in range(3))

    assert more(event, 3).capacity == 3

    assert [fresh(one).state for one in (first, second, third)] == ["offered", "offered", "waitlisted"]


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (1, "One place is taken, so there cannot be only 0. Cancel bookings first, or keep at least 1."),
        (2, "2 places are taken, so there cannot be only 1. Cancel bookings first, or keep at least 2."),
    ],
)
def test_fewer_places_than_are_taken_are_refused_with_the_number(people, sentence):
    event = EventFactory(party_max=2)
    confirmed(event, guests=["Ada Byrne"][: people - 1])
    with pytest.raises(CapacityRefused) as refusal:
        more(event, people - 1)

    event.refresh_from_db()
    assert (str(refusal.value), event.capacity) == (sentence, 10)
    assert more(event, people).left == 0


def test_an_event_has_one_place_at_least():
    with pytest.raises(CapacityRefused, match=r"^There has to be one place at least.$"):
        more(EventFactory(), 0)
    assert more(EventFactory(), 1).capacity == 1


def test_the_events_team_alone_says_how_many_places_there_are():
    with pytest.raises(MoveNotAllowed):
        set_capacity(event=EventFactory(), capacity=20, by=UserFactory(), at=NOW)


# When the event begins


def test_when_the_event_begins_nobody_waits_or_pays_any_more_and_each_is_told():
    event = priced(EventFactory(capacity=2))
    paying, took = held(event), offered(event)
    event.refresh_from_db()
    waits = book(event=event, person=UserFactory(), wait=True, at=NOW)
    assert close_lines(at=event.starts_at - HOUR) == 0

    assert close_lines(at=event.starts_at) == 3

    assert {fresh(one).state for one in (paying, took, waits)} == {"cancelled"}
    assert {fresh(one).because for one in (paying, took, waits)} == {"The event began."}
    assert {note.recipient for note in told("line_closed")} == {took.person, waits.person}
    assert told("hold_ended").get().recipient == paying.person
    assert (decisions(waits)[-1][0], decisions(paying)) == ("closed", [])
    assert taken(event) == 1
    assert close_lines(at=event.starts_at) == 0


def test_the_line_of_a_cancelled_event_is_called_off_and_not_closed():
    event = waiting().event
    running.cancel_event(event=event, by=events_team(), reason="Snow.", at=NOW)

    assert close_lines(at=event.starts_at) == 0


def test_an_offer_of_a_cancelled_event_ends_with_the_event_and_never_goes_to_the_next():
    row = offered()
    waits = waiting(row.event)
    running.cancel_event(event=row.event, by=events_team(), reason="Snow.", at=NOW)

    assert end_offers(at=row.offer_expires_at) == 0
    assert line._end_offers_of(row.event, at=row.offer_expires_at) == 0
    assert line._close_line_of(row.event, at=row.event.starts_at) == 0
    assert [fresh(one).state for one in (row, waits)] == ["offered", "waitlisted"]

    running.call_off(at=row.offer_expires_at)
    assert fresh(row).because == "The event is cancelled."
    assert not told("offer_lapsed").exists()


def test_an_event_that_was_put_off_meanwhile_keeps_its_line():
    event = waiting().event

    assert line._close_line_of(event, at=event.starts_at - HOUR) == 0


def test_a_closed_account_is_passed_and_holds_nobody_up():
    event = EventFactory(capacity=2, party_max=2)
    first, second = confirmed(event), confirmed(event)
    closed, next_one = party(event, 1), party(event, 2)
    closed.person.is_active = False
    closed.person.save()

    assert position_of(next_one) == 1
    changes.cancel(booking=first, by=first.person, at=NOW)
    assert states(event) == ["cancelled", "confirmed", "waitlisted", "waitlisted"]
    event.refresh_from_db()
    assert has_places_for(event, 1)
    changes.cancel(booking=second, by=second.person, at=NOW)
    assert [fresh(one).state for one in (closed, next_one)] == ["waitlisted", "offered"]
    assert decisions(closed) == []
