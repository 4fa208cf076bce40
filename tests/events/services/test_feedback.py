"""What people thought who were there: once each, and read without their names."""

import pytest

from events.models import Feedback
from events.services.feedback import FeedbackRefused, Results, give_feedback, results_of
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, attended, confirmed, over

pytestmark = pytest.mark.django_db


def give(booking, *, by=None, at=None, **said):
    """Feedback of the person who booked, once the event is over."""
    said = {"rating": 4, "useful": " The examples. ", "better": "", **said}
    return give_feedback(booking=booking, by=by or booking.person, at=at or booking.event.ends_at, **said)


def test_who_was_there_says_once_how_it_was():
    booking = attended()

    row = give(booking)

    assert (row.booking, row.rating, row.useful, row.better) == (booking, 4, "The examples.", "")
    with pytest.raises(FeedbackRefused, match=r"^You have told us what you thought. Thank you.$"):
        give(booking, rating=1)
    assert Feedback.objects.get().rating == 4


def test_who_did_not_come_is_not_asked():
    with pytest.raises(FeedbackRefused, match=r"^Feedback is asked of people who were there.$"):
        give(confirmed())


def test_nobody_speaks_for_another():
    with pytest.raises(FeedbackRefused):
        give(attended(), by=UserFactory())


def test_nobody_is_asked_before_the_event_is_over():
    booking = attended()
    with pytest.raises(FeedbackRefused, match=r"^Tell us what you thought once the event is over.$"):
        give(booking, at=booking.event.starts_at)


def test_results_hold_what_was_said_in_no_order_of_time_and_without_names():
    event = EventFactory()
    bookings = [attended(event) for _ in range(3)]
    over(event)
    give(bookings[0], rating=5, useful="Stories", better="Chairs")
    give(bookings[1], rating=2, useful="", better="Air")
    give(attended(), rating=1)

    assert results_of(event) == Results(
        ratings=[(5, 1), (4, 0), (3, 0), (2, 1), (1, 0)],
        answers=2,
        came=3,
        mean=3.5,
        useful=["Stories"],
        better=["Air", "Chairs"],
    )


def test_an_event_of_which_nobody_said_anything_has_no_mean():
    results = results_of(EventFactory())

    assert (results.answers, results.mean, results.useful) == (0, None, [])
