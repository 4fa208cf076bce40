"""Slides of an event: put there by the events team, replaced, taken away, and refused with a sentence."""

import pytest
from django.urls import reverse

from events.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.events import EventFactory, events_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory()


def page(event):
    return reverse("admin:events_event_slides", args=[event.pk])


def name_of(event):
    slides = Event.objects.get(pk=event.pk).slides
    return slides and slides.name


def test_the_team_puts_slides_there_and_takes_them_away(client, event):
    client.force_login(events_team(is_staff=True))
    assert "There are none yet." in client.get(page(event)).text

    assert client.post(page(event), {"file": upload("slides.png")}).status_code == 302
    assert name_of(event) == "slides.png"
    assert "There is a file: slides.png." in client.get(page(event)).text

    assert client.post(page(event), {"remove": "on"}).status_code == 302
    assert name_of(event) is None


@pytest.mark.parametrize("sent", [lambda: {"key": "1"}, lambda: {"file": upload(), "remove": "on"}])
def test_one_of_the_two_is_asked_for(client, event, sent):
    client.force_login(events_team(is_staff=True))

    assert "Choose a file, or say that the slides are to be taken away." in client.post(page(event), sent()).text


def test_a_file_that_cannot_be_taken_is_said_at_its_field(client, event):
    client.force_login(events_team(is_staff=True))

    answer = client.post(page(event), {"file": upload("slides.exe", b"MZ" * 40)})

    assert list(answer.context["form"].errors) == ["file"]
    assert name_of(event) is None


def test_other_staff_do_not_open_the_page(client, event):
    client.force_login(UserFactory(moderator=True, is_staff=True))

    assert client.get(page(event)).status_code == 403
