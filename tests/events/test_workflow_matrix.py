"""Every state x role x action cell of events and bookings, against tables written by hand.

The tables repeat what domain.md says, in another form than ``workflow.py``: a cell that either side forgets fails.
"""

from datetime import timedelta

import pytest

from cmiportal.workflow import born
from events.models import Booking
from events.workflow import BOOKING, BOOKING_LIVE, BOOKING_TAKES_PLACES, EVENT, BookingState, EventState
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, events_team
from tests.factories.links import LinkFactory
from tests.factories.qualifications import NOW
from tests.matrix import moves_made

pytestmark = pytest.mark.django_db

ROLES = ("booker", "events team", "another person", "administrator", "link", "clock")
TEAM, CLOCK, LINK = {"events team"}, {"clock"}, {"link"}
BOOKER = {"booker"}

# action: {state: roles that may}. What does not stand here is refused.
EVENT_TABLE = {
    "publish": {"draft": TEAM},
    "change": {"published": TEAM},
    "cancel": {"draft": TEAM, "published": TEAM},
    "complete": {"published": CLOCK},
}
BOOKING_TABLE = {
    "pay": {"held": CLOCK},
    "release": {"held": CLOCK},
    "offer": {"waitlisted": CLOCK},
    "accept": {"offered": BOOKER},
    "accept_to_pay": {"offered": BOOKER},
    "decline": {"offered": BOOKER},
    "lapse": {"offered": CLOCK},
    "leave": {"waitlisted": BOOKER},
    "cancel": {"held": BOOKER | TEAM, "confirmed": BOOKER | TEAM},
    "move": {"confirmed": BOOKER | TEAM},
    "hand_over": {"confirmed": BOOKER},
    "take_over": {"confirmed": LINK},
    "change": {"confirmed": BOOKER | TEAM},
    "change_in_line": {"waitlisted": BOOKER | TEAM},
    "refund": {"confirmed": CLOCK},
    "call_off": dict.fromkeys(("held", "confirmed", "waitlisted", "offered", "attended"), CLOCK),
    "close": dict.fromkeys(("waitlisted", "offered", "held"), CLOCK),
    "check_in": {"confirmed": TEAM, "no_show": TEAM},
    "undo_check_in": {"attended": TEAM},
    "miss": {"confirmed": TEAM},
}
# Columns without which the database refuses the state that the move leads to.
CHANGES = {
    "publish": {"published_at": NOW},
    "offer": {"offer_expires_at": NOW},
    "accept_to_pay": {"held_until": NOW},
    "check_in": {"checked_in_at": NOW},
}


def people():
    """Somebody in each role."""
    return {
        "booker": UserFactory(),
        "events team": events_team(),
        "another person": UserFactory(),
        "administrator": UserFactory(admin=True),
    }


def movers(cast):
    """What ``move`` is told of who acts, by role."""
    return {role: {"actor": person} for role, person in cast.items()} | {"link": {"link": LinkFactory()}, "clock": {}}


def booking_of(person, state):
    """A booking of this person, born in that state."""
    row = Booking(
        event=EventFactory(),
        person=person,
        state=state,
        ticket="7Q4K-M2ZD-90PX",
        booked_at=NOW,
        held_until=NOW,
        waiting_since=NOW,
        offer_expires_at=NOW + timedelta(days=1),
        checked_in_at=NOW,
    )
    return born(row, at=NOW)


@pytest.mark.parametrize("state", EventState.values)
def test_each_role_can_make_exactly_the_moves_of_the_table_of_events(state):
    said = movers(people())
    row = EventFactory(state=state, published_at=None if state == "draft" else NOW)

    for role in ROLES:
        allowed = {action for action, cells in EVENT_TABLE.items() if role in cells.get(state, ())}
        assert (role, moves_made(row, said[role], CHANGES)) == (role, allowed)


@pytest.mark.parametrize("state", BookingState.values)
def test_each_role_can_make_exactly_the_moves_of_the_table_of_bookings(state):
    cast = people()
    said = movers(cast)
    row = booking_of(cast["booker"], state)

    for role in ROLES:
        allowed = {action for action, cells in BOOKING_TABLE.items() if role in cells.get(state, ())}
        assert (role, moves_made(row, said[role], CHANGES)) == (role, allowed)


@pytest.mark.parametrize(("workflow", "table"), [(EVENT, EVENT_TABLE), (BOOKING, BOOKING_TABLE)])
def test_every_action_of_the_workflow_stands_in_the_table_with_one_line_for_each_state(workflow, table):
    cells = [(action, source) for source, action, _ in workflow.edges()]

    assert {line.action for line in workflow.transitions} == set(table)
    assert len(cells) == len(set(cells))


def test_a_booking_that_ended_is_ended_for_good_and_what_comes_has_places():
    ended = [source for source, _, _ in BOOKING.edges() if source == BookingState.CANCELLED]

    assert ended == []
    assert set(BOOKING_LIVE) - set(BOOKING_TAKES_PLACES) == {BookingState.WAITLISTED}
