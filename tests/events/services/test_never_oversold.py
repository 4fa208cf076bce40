"""Two hundred people book twenty places at the same instant, over real connections: twenty come, 180 get an answer.

Each safeguard is shown to be one: without the lock people get errors in place of answers, and without lock and
constraint far too many come.
"""

from collections import Counter
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import IntegrityError, connection
from django.db.models import F

from events.models import Booking, Event
from events.services import bookings
from events.services.bookings import book
from events.services.refusals import EventFull
from tests.events.said import taken
from tests.events.simultaneous import Crowd
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, priced
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, PLACES = 200, 20
ALL_TAKEN = "All places are taken. You can join the waiting list."


def booking(event, person, **more):
    """That this person books, when it is called."""
    return partial(book, event=event, person=person, at=NOW, **more)


def what_came(results):
    """How many got which state, or which answer."""
    return Counter(one.state if isinstance(one, Booking) else type(one).__name__ for one in results)


def a_round(crowd, people):
    """All book at once, every other one ready to wait: exactly as many as there are places come."""
    event = EventFactory(capacity=PLACES)
    acts = [booking(event, person, wait=bool(number % 2)) for number, person in enumerate(people)]

    results = crowd.at_once(acts)

    came = what_came(results)
    assert set(came) == {"confirmed", "waitlisted", "EventFull"}
    assert (came["confirmed"], came["waitlisted"] + came["EventFull"]) == (PLACES, PEOPLE - PLACES)
    assert {str(one) for one in results if isinstance(one, EventFull)} == {ALL_TAKEN}
    assert (taken(event), Booking.objects.filter(event=event, state="confirmed").count()) == (PLACES, PLACES)


@pytest.mark.parametrize("rounds", [1, pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
def test_of_two_hundred_at_once_exactly_twenty_come_and_each_other_gets_a_clear_answer(rounds):
    people = UserFactory.create_batch(PEOPLE)

    with Crowd(PEOPLE) as crowd:
        for _ in range(rounds):
            a_round(crowd, people)


def test_places_that_are_kept_for_a_payment_count_too():
    event = priced(EventFactory(capacity=3))
    people = UserFactory.create_batch(12)

    with Crowd(12) as crowd:
        results = crowd.at_once([booking(event, person) for person in people])

    assert what_came(results) == {"held": 3, "EventFull": 9}
    assert taken(event) == 3


def test_parties_of_every_size_at_once_never_take_more_than_there_is_and_nobody_waits_who_would_fit():
    event = EventFactory(capacity=PLACES, party_max=5)
    people = UserFactory.create_batch(40)
    guests = [[f"Guest {each}" for each in range(number % 5)] for number in range(40)]

    with Crowd(40) as crowd:
        crowd.at_once([booking(event, who, guests=named, wait=True) for who, named in zip(people, guests, strict=True)])

    left = PLACES - taken(event)
    assert left >= 0
    assert not Booking.objects.line().filter(event=event, party__lte=left).exists()


def unlocked(event):
    """As ``locked_event``, without the lock."""
    return Event.objects.get(pk=event.pk)


def all_read_before_anybody_writes(event):
    """Everybody has seen that there are places before the first takes one."""

    def trying(person):
        try:
            return book(event=event, person=person, at=NOW)
        except IntegrityError as error:
            return error

    people = UserFactory.create_batch(PEOPLE // 4)
    return in_turn(no_writing_to(Event), *[partial(trying, person) for person in people])


@contextmanager
def no_constraint():
    """While this lasts the database lets more places be taken than there are."""
    rule = next(rule for rule in Event._meta.constraints if rule.name == "event_taken_within_capacity")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Event, rule)
    try:
        yield
    finally:
        Event.objects.update(capacity=F("taken"))
        with connection.schema_editor() as editor:
            editor.add_constraint(Event, rule)


def test_without_the_lock_people_get_errors_in_place_of_answers(monkeypatch):
    monkeypatch.setattr(bookings, "locked_event", unlocked)
    event = EventFactory(capacity=PLACES)

    results = all_read_before_anybody_writes(event)

    assert what_came(results) == {"confirmed": PLACES, "IntegrityError": PEOPLE // 4 - PLACES}
    assert {"event_taken_within_capacity" in str(one) for one in results if isinstance(one, IntegrityError)} == {True}
    assert taken(event) == PLACES


def test_without_lock_and_constraint_far_too_many_come(monkeypatch):
    monkeypatch.setattr(bookings, "locked_event", unlocked)
    event = EventFactory(capacity=PLACES)

    with no_constraint():
        results = all_read_before_anybody_writes(event)
        assert what_came(results) == {"confirmed": PEOPLE // 4}
        assert taken(event) == PEOPLE // 4 > PLACES
