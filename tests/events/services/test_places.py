"""Places are taken and given back one figure at a time; more than are left are refused before the database refuses."""

import pytest

from events.models import Event
from events.services.places import give_back, locked_event, take
from events.services.refusals import EventFull
from tests.factories.events import EventFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("capacity", "sentence"), [(1, "There is one place left."), (2, "There are 2 places left.")])
def test_more_places_than_are_left_are_not_taken(capacity, sentence):
    event = locked_event(EventFactory(capacity=capacity))
    with pytest.raises(EventFull) as refusal:
        take(event, 3)

    assert (str(refusal.value), Event.objects.get().taken) == (sentence, 0)


def test_what_is_given_back_can_be_taken_again():
    event = locked_event(EventFactory(capacity=2))
    take(event, 2)
    give_back(event, 1)

    assert (event.left, Event.objects.get().left) == (1, 1)
