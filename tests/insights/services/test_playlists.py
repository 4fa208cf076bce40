"""Learning journeys: in order, with what is published, and each person's own progress."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from insights.services.keeping import mark_done
from insights.services.playlists import by_level, items_of, journeys, journeys_of_units
from tests.factories.insights import PUBLISHED_ON, PlaylistFactory, PlaylistItemFactory, ResourceFactory, editor
from tests.factories.membership import member
from tests.factories.qualifications import NOW, LevelFactory, UnitFactory, published_unit

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def journey(number, resources=2, *, level=6, **fields):
    """A published journey of a published unit with so many resources."""
    playlist = PlaylistFactory(unit=published_unit(number, level=LevelFactory(number=level)).unit, **fields)
    for position in range(1, resources + 1):
        PlaylistItemFactory(playlist=playlist, position=position)
    return playlist


def resources_of(playlist):
    return [item.resource for item in playlist.items.all()]


def test_journeys_stand_below_their_levels_by_the_number_of_the_unit():
    second, first, other = journey("602"), journey("601"), journey("501", level=5)
    journey("603", resources=0)
    journey("604", is_published=False)

    assert by_level(VISITOR, on=PUBLISHED_ON) == [(5, [other]), (6, [first, second])]


def test_a_journey_has_the_title_of_its_unit_as_it_is_taught():
    journey("601")
    PlaylistFactory(unit=UnitFactory(number="602"))

    found = journeys(VISITOR, on=PUBLISHED_ON)

    assert {each.unit.number: each.title for each in found} == {"601": "Leading 601", "602": None}


def test_what_is_done_is_counted_for_each_person_alone():
    playlist, person = journey("601", resources=3), member().person
    mark_done(person=person, resource=resources_of(playlist)[1], at=NOW)
    mark_done(person=person, resource=ResourceFactory(), at=NOW)

    def counts(user):
        found = journeys(user, on=PUBLISHED_ON).get()
        return found.done, found.total, [item.is_done for item in items_of(found, user, on=PUBLISHED_ON)]

    assert counts(person) == (1, 3, [False, True, False])
    assert counts(member().person) == (0, 3, [False] * 3)
    assert counts(VISITOR) == (0, 3, [False] * 3)


def test_items_stand_in_their_order_without_what_is_not_published_yet():
    playlist = PlaylistFactory(unit=published_unit("601").unit)
    last = PlaylistItemFactory(playlist=playlist, position=3)
    tomorrow = ResourceFactory(published_on=PUBLISHED_ON + timedelta(days=1))
    hidden = PlaylistItemFactory(playlist=playlist, position=2, resource=tomorrow)
    first = PlaylistItemFactory(playlist=playlist, position=1)

    assert items_of(playlist, VISITOR, on=PUBLISHED_ON) == [first, last]
    assert items_of(playlist, editor(), on=PUBLISHED_ON) == [first, hidden, last]
    assert journeys(VISITOR, on=PUBLISHED_ON).get().total == 2


def test_the_page_of_a_unit_is_told_of_its_published_journey():
    playlist = journey("601")
    journey("602")
    journey("603", is_published=False)
    journey("604", resources=0)

    found = journeys_of_units(["601", "603", "604"], NOW)

    assert [(each, each.total) for each in found] == [(playlist, 2)]
