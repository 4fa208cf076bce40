"""What is found in the library, what stands beside a resource, and how it is shown in a card."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from insights.models import Resource
from insights.permissions import reads_resource, uses_the_library
from insights.services.library import READING_ORDER, beside, cards_of, journeys_of, resources_for_lists
from tests.factories.accounts import UserFactory
from tests.factories.insights import (
    PUBLISHED_ON,
    PlaylistFactory,
    PlaylistItemFactory,
    ResourceFactory,
    TopicFactory,
    editor,
)
from tests.factories.membership import member

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def test_the_reading_order_names_each_kind_once():
    assert sorted(READING_ORDER) == sorted(Resource.Kind)


def test_who_reads_what():
    checklist, definition = ResourceFactory(), ResourceFactory(kind=Resource.Kind.DEFINITION)
    people = {"visitor": VISITOR, "account": UserFactory(), "member": member().person, "editor": editor()}

    assert {name: uses_the_library(user) for name, user in people.items()} == {
        "visitor": False,
        "account": False,
        "member": True,
        "editor": True,
    }
    assert [name for name, user in people.items() if reads_resource(user, checklist)] == ["member", "editor"]
    assert [name for name, user in people.items() if reads_resource(user, definition)] == list(people)


def test_a_list_goes_by_title_from_the_day_on_which_each_is_published():
    later = ResourceFactory(title="B", published_on=PUBLISHED_ON + timedelta(days=1))
    now = ResourceFactory(title="C")
    draft = ResourceFactory(title="A", published_on=None)

    assert list(resources_for_lists(VISITOR, on=PUBLISHED_ON)) == [now]
    assert list(resources_for_lists(VISITOR, on=PUBLISHED_ON + timedelta(days=1))) == [later, now]
    assert list(resources_for_lists(editor(), on=PUBLISHED_ON)) == [draft, later, now]


def test_beside_a_resource_stand_the_shortest_of_its_topic():
    topic = TopicFactory()
    resource = ResourceFactory(topic=topic)
    others = [ResourceFactory(topic=topic, minutes=minutes) for minutes in (30, 20, 10, 40, 50)]
    ResourceFactory()

    assert beside(resource, VISITOR, on=PUBLISHED_ON) == [others[2], others[1], others[0], others[3]]


def test_a_resource_knows_the_journeys_in_which_it_stands():
    resource = ResourceFactory()
    shown, hidden = PlaylistFactory(), PlaylistFactory(is_published=False)
    for playlist in (shown, hidden):
        PlaylistItemFactory(playlist=playlist, resource=resource)
    PlaylistItemFactory()

    assert journeys_of(resource, VISITOR) == [shown]
    assert set(journeys_of(resource, editor())) == {shown, hidden}


def test_a_card_says_what_it_is_for_whom_and_how_long_it_takes():
    resource = ResourceFactory(title="Running a meeting", levels=[3, 4], minutes=65)

    assert cards_of([resource]) == [
        {
            "title": "Running a meeting",
            "href": f"/resources/{resource.slug}/",
            "eyebrow": "Checklist",
            "meta": "1 hour 5 minutes, levels 3 and 4",
            "text": resource.summary,
        }
    ]
