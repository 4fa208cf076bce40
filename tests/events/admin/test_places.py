"""Regions, communities, topics and series in the admin; and the rights that the events team begins with."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cmiportal.accounts.groups import EVENTS_TEAM
from events.apps import keep_rights_of_the_team
from events.models import Community, Region, Series, Topic
from tests.factories.events import (
    CommunityFactory,
    EventFactory,
    RegionFactory,
    SeriesFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

MODELS = (Region, Community, Topic, Series)


def address(model, page, *args):
    return reverse(f"admin:events_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", [Community, Topic, Series])
def test_a_heading_is_added_with_a_key_that_stays(model, client, team):
    client.post(address(model, "add"), {"key": "women", "title": "Women", "text": ""})

    client.post(address(model, "change", "women"), {"key": "men", "title": "Women in management", "text": "Join."})

    assert list(model.objects.values_list("key", "title")) == [("women", "Women in management")]


def test_a_region_has_its_place_in_the_list(client, team):
    client.post(address(Region, "add"), {"key": "wales", "title": "Wales", "position": "3", "covers": "Powys,Gwent"})

    assert Region.objects.values_list("position", "covers").get() == (3, ["Powys", "Gwent"])


def test_lists_say_how_many_events_there_are(client, team):
    event = EventFactory(region=RegionFactory(), series=SeriesFactory())
    event.communities.add(CommunityFactory())
    event.topics.add(TopicFactory())

    for model in MODELS:
        assert '<td class="field-has_events">1</td>' in client.get(address(model, "changelist")).content.decode()


def test_every_table_of_events_is_in_the_admin_and_seen_by_the_events_team(client, team):
    inside = {
        "agendaitem",
        "speaker",
        "eventprice",
        "eventevent",
        "bookingevent",
    }  # lines of the rows that they belong to
    registered = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "events"}
    tables = {model._meta.model_name for model in apps.get_app_config("events").get_models()}

    assert tables - registered == inside
    for name in registered:
        assert client.get(reverse(f"admin:events_{name}_changelist")).status_code == 200, name


def test_rights_that_a_superuser_took_from_the_team_stay_away():
    group = Group.objects.get(name=EVENTS_TEAM)
    right = Permission.objects.get(codename="view_event", content_type__app_label="events")
    assert right in group.permissions.all()
    group.permissions.set([right])

    keep_rights_of_the_team(apps.get_app_config("events"), using="default")

    assert list(group.permissions.all()) == [right]


def test_a_database_without_the_group_gets_it_with_its_rights():
    Group.objects.filter(name=EVENTS_TEAM).delete()

    keep_rights_of_the_team(apps.get_app_config("events"), using="default")

    names = set(Group.objects.get(name=EVENTS_TEAM).permissions.values_list("codename", flat=True))
    assert {"add_event", "change_speaker", "delete_agendaitem", "view_booking", "view_eventhistory"} <= names
    assert not {"delete_event", "change_booking", "add_feedback"} & names
