"""The events team writes to people of an event: as many as the preview said, once."""

import pytest

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, new_id
from events.models import TeamMessage
from events.services import team
from events.services.team import MessageRefused, To, preview, recipients, send
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    attended,
    cancelled,
    confirmed,
    events_team,
    held,
    missed,
    offered,
    priced,
    waiting,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def write(event, **changes):
    """A message to both who have a place."""
    said = {
        "event": event,
        "key": new_id(),
        "to": To.BOOKED,
        "subject": "Where to  park",
        "text": "Behind the house.\r\nOr at the station.\x07",
        "people": 2,
        "by": events_team(),
        "at": NOW,
    }
    return send(**said | changes)


def two_booked():
    event = EventFactory()
    return event, [confirmed(event), confirmed(event)]


def test_everybody_booked_gets_it_once_with_the_way_to_their_booking():
    event, bookings = two_booked()

    row = write(event)

    assert (row.people, row.subject, row.text) == (2, "Where to park", "Behind the house.\nOr at the station.")
    messages = told(team.KIND).order_by("recipient")
    assert {(one.recipient, one.context["path"]) for one in messages} == {
        (booking.person, f"/bookings/{booking.pk}/") for booking in bookings
    }
    assert messages[0].context["event"] == event.title


def test_the_same_page_sent_twice_is_one_message():
    event, _ = two_booked()
    key = new_id()

    assert write(event, key=key) == write(event, key=key, text="Again")
    assert (TeamMessage.objects.count(), told(team.KIND).count()) == (1, 2)


def test_when_others_would_get_it_by_now_it_is_not_sent():
    event, _ = two_booked()
    confirmed(event)
    with pytest.raises(MessageRefused, match=r"^Meanwhile 3 would get this message, not 2. Look at who they are"):
        write(event)

    assert not told(team.KIND).exists()


def test_a_message_for_nobody_is_not_sent():
    with pytest.raises(MessageRefused, match=r"^Nobody would get this message.$"):
        write(EventFactory(), people=0)


def test_only_the_events_team_writes():
    event, bookings = two_booked()
    with pytest.raises(MoveNotAllowed, match=r"^Only the events team writes to the people of an event.$"):
        write(event, by=bookings[0].person)


def test_each_audience_is_those_in_its_states():
    event = priced(EventFactory(capacity=20))
    unpaid = held(event)
    rows = {"confirmed": confirmed(event), "attended": attended(event), "missed": confirmed(event)}
    cancelled(event)

    assert set(recipients(event, To.BOOKED)) == set(rows.values())
    assert set(recipients(event, To.CAME)) == {rows["attended"]}
    assert set(recipients(event, To.UNPAID)) == {unpaid}
    gone = missed()
    assert set(recipients(gone.event, To.MISSED)) == {gone}
    first = offered()
    second = waiting(first.event)
    assert set(recipients(first.event, To.WAITING)) == {first, second}


def test_an_account_that_is_closed_gets_nothing():
    event, bookings = two_booked()
    User.objects.filter(pk=bookings[0].person_id).update(is_active=False)

    assert list(recipients(event, To.BOOKED)) == [bookings[1]]


def test_the_preview_says_how_many_and_names_the_first(monkeypatch):
    event = EventFactory()
    for name in ("Wren Holtby", "Ada Byrne", "Noor Haddad"):
        confirmed(event, UserFactory(name=name))
    monkeypatch.setattr(team, "NAMES_SHOWN", 2)

    shown = preview(event, To.BOOKED)

    assert (shown.people, shown.names, shown.others) == (3, ["Ada Byrne", "Noor Haddad"], 1)
