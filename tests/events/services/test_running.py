"""What the events team does with an event: published, called off with all that follows, over, copied."""

from datetime import timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed, StaleMove
from events.models import Booking
from events.services import running
from events.services.bookings import book
from events.services.changes import move_to
from events.services.editing import ChangeRefused
from events.workflow import EventState
from tests.events.said import decisions, states, taken, told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    attended,
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


def cancelled(event, *, by=None, at=NOW, **more):
    return running.cancel_event(event=event, by=by or events_team(), reason="The speaker is ill.", at=at, **more)


def test_a_draft_is_published_by_the_team_alone():
    draft = EventFactory(state=EventState.DRAFT, published_at=None)
    with pytest.raises(MoveNotAllowed):
        running.publish(event=draft, by=UserFactory(), at=NOW)
    with pytest.raises(StaleMove):
        running.publish(event=draft, by=events_team(), at=NOW, moves=3)

    row = running.publish(event=draft, by=events_team(), at=NOW)

    assert (row.state, row.published_at) == ("published", NOW)


def test_a_draft_that_would_have_begun_is_not_published():
    draft = EventFactory(state=EventState.DRAFT, published_at=None)
    with pytest.raises(ChangeRefused, match="would have begun already"):
        running.publish(event=draft, by=events_team(), at=draft.starts_at)

    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == ("draft", None)


def test_the_team_alone_cancels_an_event_and_calendars_learn_of_it():
    event = EventFactory()
    with pytest.raises(MoveNotAllowed):
        cancelled(event, by=UserFactory())

    row = cancelled(event)

    assert (row.state, row.sequence, row.events.last().data) == ("cancelled", 1, {"reason": "The speaker is ill."})


def test_calling_off_ends_every_open_booking_once_and_tells_each_with_the_reason():
    event = priced(EventFactory(capacity=3))
    coming, keeping, offer = confirmed(event), held(event), offered(event)
    event.refresh_from_db()
    waits = book(event=event, person=UserFactory(), wait=True, at=NOW)
    assert running.call_off(at=NOW) == 0
    cancelled(event)

    assert (running.call_off(at=NOW), running.call_off(at=NOW)) == (5, 0)

    assert set(states(event)) == {"cancelled"}
    assert taken(event) == 0
    assert {note.context["reason"] for note in told("event_cancelled")} == {"The speaker is ill."}
    paid_back = {note.recipient: note.context["back_pence"] for note in told("event_cancelled")}
    assert [paid_back[one.person] for one in (coming, keeping, offer, waits)] == [6_000, 0, 0, 0]
    assert [fresh(one).money_due_at for one in (coming, keeping, offer, waits)] == [NOW, NOW, None, None]
    assert [decisions(one)[-1:] for one in (coming, offer, waits)] == [[], [("closed", 4)], [("closed", 4)]]


def test_a_run_that_stopped_goes_on_where_it_was():
    event = EventFactory()
    first, _, _ = (confirmed(event) for _ in range(3))
    cancelled(event)
    assert running._call_off(first, at=NOW) == 1
    assert (states(event), taken(event)) == (["cancelled", "confirmed", "confirmed"], 2)

    assert running.call_off(at=NOW) == 2
    assert (set(states(event)), taken(event), told("event_cancelled").count()) == ({"cancelled"}, 0, 3)
    assert running._call_off(first, at=NOW) == 0


def test_a_booking_that_was_moved_out_in_time_stays():
    series = SeriesFactory()
    before, after = EventFactory(series=series), EventFactory(series=series)
    booking = confirmed(before)
    cancelled(before)
    row = Booking.objects.select_related("event").get(pk=booking.pk)
    move_to(booking=row, event=after, by=booking.person, at=NOW)

    assert running._call_off(booking, at=NOW) == 0
    assert fresh(booking).state == "confirmed"


def test_who_was_at_the_door_already_is_told_and_paid_back_like_everybody():
    booking = attended(priced(in_person()), guests=["Ada Byrne"])
    before = booking.event.starts_at - timedelta(minutes=30)
    cancelled(booking.event, at=before)

    assert (running.call_off(at=before), running.call_off(at=before)) == (1, 0)

    row = fresh(booking)
    assert (row.state, row.because, row.money_due_at) == ("cancelled", "The event is cancelled.", before)
    assert told("event_cancelled").get().context["back_pence"] == 12_000
    assert taken(booking.event) == 0


def test_an_event_that_is_over_is_not_cancelled_even_before_the_clock_has_said_so():
    booking = attended()
    ended = booking.event.ends_at
    with pytest.raises(ChangeRefused, match=r"^This event is over, so it can no longer be cancelled.$"):
        cancelled(booking.event, at=ended)

    assert (running.call_off(at=ended), fresh(booking).state) == (0, "attended")
    assert cancelled(booking.event, at=ended - timedelta(seconds=1)).state == "cancelled"


def test_an_event_is_over_at_its_end_once_and_not_before():
    event = EventFactory()
    other = EventFactory(starts_at=event.starts_at + timedelta(days=1))
    assert running.complete_over(at=event.ends_at - timedelta(seconds=1)) == 0

    assert (running.complete_over(at=event.ends_at), running.complete_over(at=event.ends_at)) == (1, 0)

    event.refresh_from_db()
    other.refresh_from_db()
    assert (event.state, other.state) == ("completed", "published")
    assert running._complete(event, at=event.ends_at) == 0


def test_nobody_waits_for_an_event_that_is_over():
    booking = waiting()

    assert running.complete_over(at=booking.event.ends_at) == 1
    assert (fresh(booking).state, told("line_closed").count()) == ("cancelled", 1)


def test_an_event_that_was_put_off_meanwhile_is_not_over():
    event = EventFactory()
    early = event.ends_at - timedelta(minutes=1)

    assert running._complete(event, at=early) == 0
