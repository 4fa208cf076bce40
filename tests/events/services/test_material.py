"""Who may have slides and recording: after the event, whoever had a place, and of a free event whoever it was for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from events.services.material import may_open_slides, sees_material
from events.workflow import BookingState
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.events import IN_STATE, EventFactory, events_team, priced
from tests.factories.membership import member as membership

pytestmark = pytest.mark.django_db

HAD_A_PLACE = {BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.NO_SHOW}


def member():
    return membership().person


@pytest.mark.parametrize("state", BookingState)
def test_of_an_event_that_cost_something_whoever_had_a_place(state):
    booking = IN_STATE[state](priced(EventFactory(capacity=1)))
    event = Event.objects.get(pk=booking.event_id)

    assert sees_material(event, booking.person, at=event.ends_at) is (state in HAD_A_PLACE)
    assert sees_material(event, member(), at=event.ends_at) is False


@pytest.mark.parametrize(
    ("access", "person", "sees"),
    [
        ("everybody", UserFactory, True),
        ("everybody", AnonymousUser, False),
        ("members", UserFactory, False),
        ("members", member, True),
        ("members", events_team, True),
    ],
)
def test_of_an_event_that_cost_nothing_whoever_it_was_open_to(access, person, sees):
    event = EventFactory(access=access)

    assert sees_material(event, person(), at=event.ends_at) is sees


def test_a_price_of_nothing_is_none():
    event = priced(EventFactory(), 0)

    assert sees_material(event, UserFactory(), at=event.ends_at) is True


def test_before_the_event_is_over_nobody_does():
    event = EventFactory()

    assert sees_material(event, events_team(), at=event.ends_at - timedelta(seconds=1)) is False


def test_slides_open_for_those_who_may_have_them():
    file = StoredFileFactory(kind="event_slides")
    event = EventFactory(slides=file)

    assert may_open_slides(UserFactory(), file, at=event.ends_at) is True
    assert may_open_slides(AnonymousUser(), file, at=event.ends_at) is False
    assert may_open_slides(UserFactory(), file, at=event.starts_at) is False


def test_slides_of_no_event_and_of_a_draft_open_for_nobody():
    file = StoredFileFactory(kind="event_slides")
    assert may_open_slides(events_team(), file, at=EventFactory().ends_at) is False

    draft = EventFactory(slides=file, state="draft", published_at=None)
    assert may_open_slides(events_team(), file, at=draft.ends_at) is False
