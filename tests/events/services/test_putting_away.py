"""What is put away again: slides with their file, and a draft that nobody has seen."""

import pytest
from django.utils import timezone

from cmiportal.documents.models import StoredFile
from cmiportal.workflow import MoveNotAllowed, StaleMove
from events.models import Booking, Event
from events.services.editing import ChangeRefused, put_up_slides
from events.services.putting_away import discard_draft, take_slides_away
from events.services.running import publish
from tests.events.event_forms import a_draft, fresh, later
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.events import EventFactory, confirmed, events_team
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return events_team()


def test_slides_are_taken_away_with_their_file(team):
    event = EventFactory()
    put_up_slides(event=event, upload=upload(), by=team, at=NOW)

    take_slides_away(event=event, by=team, at=NOW)

    assert (fresh(event).slides, StoredFile.objects.count()) == (None, 0)


def test_where_there_are_no_slides_none_are_taken_away(team):
    with pytest.raises(ChangeRefused):
        take_slides_away(event=EventFactory(), by=team, at=NOW)


def test_only_the_events_team_takes_slides_away(team):
    event = EventFactory()
    kept = put_up_slides(event=event, upload=upload(), by=team, at=NOW).slides
    with pytest.raises(MoveNotAllowed):
        take_slides_away(event=event, by=UserFactory(), at=NOW)

    assert fresh(event).slides == kept


def test_a_draft_is_put_away_with_its_moves_and_frees_its_address(team):
    event = a_draft(slug="leading-at-night")

    discard_draft(event=event, by=team, at=NOW, moves=0)

    row = fresh(event)
    assert (row.state, row.slug, row.published_at) == ("cancelled", f"discarded-{event.pk.hex}", None)
    assert (row.events.last().actor, row.events.last().data) == (team, {"discarded": "leading-at-night"})
    assert EventFactory(slug="leading-at-night").pk
    assert row not in Event.objects.public()


def test_what_was_published_is_not_put_away(team):
    event = later()
    with pytest.raises(ChangeRefused, match="was published"):
        discard_draft(event=event, by=team, at=NOW)

    assert fresh(event).state == "published"


def test_a_draft_with_a_booking_is_not_put_away(team):
    event = a_draft()
    Booking.objects.filter(pk=confirmed().pk).update(event=event)
    with pytest.raises(ChangeRefused, match="has a booking"):
        discard_draft(event=event, by=team, at=NOW)

    assert fresh(event).state == "draft"


def test_a_draft_that_somebody_published_meanwhile_stays(team):
    event = a_draft(starts_at=later().starts_at)
    publish(event=event, by=team, at=timezone.now())
    with pytest.raises(ChangeRefused):
        discard_draft(event=event, by=team, at=timezone.now(), moves=0)

    assert fresh(event).state == "published"


def test_only_the_events_team_puts_a_draft_away_and_only_as_it_was_seen(team):
    event = a_draft()
    with pytest.raises(MoveNotAllowed):
        discard_draft(event=event, by=UserFactory(), at=NOW)
    with pytest.raises(StaleMove):
        discard_draft(event=event, by=team, at=NOW, moves=7)

    assert fresh(event).state == "draft"
