"""Figures of events: people with their guests, and what was paid less what went back."""

import pytest

from cmiportal.billing.models import PaymentEvent
from events.services.attendance import check_in, close_attendance
from events.services.figures import Figures, events_of, figures_of, total, years
from events.workflow import EventState
from tests.factories.billing import reported
from tests.factories.events import (
    EventFactory,
    attended,
    cancelled,
    confirmed,
    events_team,
    held,
    in_person,
    offered,
    over,
    priced,
    waiting,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def figures(event):
    return figures_of([event])[event.pk]


def test_people_are_counted_by_what_became_of_them_with_their_guests():
    event = in_person(capacity=20)
    team = events_team()
    attended(event, guests=["Ada Byrne"])
    alone = confirmed(event, guests=["Ines Duarte", "Noor Haddad"])
    confirmed(event, guests=["Wren Holtby"])
    cancelled(event, guests=["Kit Marlow"])
    check_in(booking=alone, by=team, at=event.starts_at)
    assert figures(event) == Figures(booked=7, attended=3, cancelled=2)

    over(event)
    close_attendance(event=event, by=team, at=event.ends_at)

    # Both guests of who came alone did not come, nor did the party that nobody ticked.
    assert figures(event) == Figures(booked=7, attended=3, no_show=4, cancelled=2)


def test_those_who_wait_are_counted_apart_from_those_booked():
    first = offered()
    waiting(first.event)

    assert figures(first.event) == Figures(booked=1, waiting=2)


def test_income_is_what_came_in_less_what_went_back_with_vat():
    event = priced(EventFactory())
    paid, back = confirmed(event), confirmed(event)
    held(event)
    reported(back.order, -1_500, name="back", kind=PaymentEvent.Kind.REFUND)

    assert paid.order.total_pence == 6_000
    assert figures(event).income_pence == 10_500


def test_an_event_without_bookings_has_noughts():
    assert figures(EventFactory()) == Figures()


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_events_is_counted_in_three_queries(number, django_assert_num_queries):
    events = [confirmed(priced(EventFactory())).event for _ in range(number)]

    with django_assert_num_queries(3):
        counted = figures_of(events)

    assert total(counted.values()) == Figures(booked=number, income_pence=6_000 * number)


def test_the_events_of_a_year_are_those_that_begin_in_it_in_the_uk():
    last = EventFactory(starts_at=NOW.replace(month=12, day=31, hour=23, minute=59))
    EventFactory(state=EventState.DRAFT, published_at=None)
    first = EventFactory(starts_at=NOW.replace(year=2027, month=1, day=1, hour=0, minute=0))

    assert (list(events_of(2026)), list(events_of(2027)), years()) == ([last], [first], [2027, 2026])
