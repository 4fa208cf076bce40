"""Two at one moment: each tick, each closing, each message and what somebody thought of it counts once."""

import pytest

from cmiportal.workflow import chain_is_whole, new_id
from events.models import Feedback, TeamMessage
from events.services.attendance import check_in, close_attendance
from events.services.feedback import FeedbackRefused, give_feedback
from events.services.team import KIND, To, send
from tests.events.said import told
from tests.factories.events import EventFactory, attended, confirmed, events_team, fresh
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db(transaction=True)


# Fails when the state is read before the lock of the event: the second phone then meets a move that is out of date.
def test_two_phones_tick_one_ticket_and_both_see_it_done():
    booking, team = confirmed(), events_team()
    start = booking.event.starts_at

    rows = at_once(booking.event, *[lambda: check_in(booking=booking, by=team, at=start)] * 2)

    assert [row.state for row in rows] == ["attended", "attended"]
    assert (fresh(booking).moves, chain_is_whole(fresh(booking))) == (1, True)


def test_who_is_ticked_while_attendance_is_closed_came():
    booking, team = confirmed(), events_team()
    event = booking.event

    rows = at_once(
        event,
        lambda: close_attendance(event=event, by=team, at=event.ends_at),
        lambda: check_in(booking=booking, by=team, at=event.ends_at),
    )

    assert (rows[0], rows[1].state, fresh(booking).state) == (1, "attended", "attended")


def test_a_message_that_is_sent_by_two_clicks_goes_once():
    event, team, key = EventFactory(), events_team(), new_id()
    booking = confirmed(event)
    said = {"to": To.BOOKED, "subject": "Where to park", "text": "Behind the house.", "people": 1, "by": team}

    rows = at_once(event, *[lambda: send(event=event, key=key, at=event.starts_at, **said)] * 2)

    assert rows[0] == rows[1] == TeamMessage.objects.get()
    assert told(KIND).get().recipient == booking.person


def test_what_somebody_thought_of_it_is_kept_once_though_sent_by_two_clicks():
    booking = attended()
    end = booking.event.ends_at

    rows = at_once(booking.event, *[lambda: give_feedback(booking=booking, by=booking.person, rating=4, at=end)] * 2)

    assert refused(rows) == [FeedbackRefused]
    assert Feedback.objects.get().booking == booking
