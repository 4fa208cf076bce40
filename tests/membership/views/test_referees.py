"""Asking a referee in the portal, and the referee's own page by link."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.links.models import Link
from cmiportal.notifications.models import Notification
from membership.models import Referee
from membership.services.applying.referees import ask_referee
from tests.factories.applications import NAMED, begun, not_yet
from tests.factories.membership import member

pytestmark = pytest.mark.django_db

PAGE = reverse("membership:referee_edit")
REMIND = reverse("membership:referee_remind")
GWEN = {"name": "Gwen Adeyemi", "email": "gwen@example.org", "organisation": ""}


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def person(client):
    someone = member().person
    client.force_login(someone)
    return someone


def link_page():
    """The address of the last link that was sent."""
    return Notification.objects.filter(kind="referee_asked").latest("created_at", "pk").context["path"]


def test_a_referee_is_asked_then_reminded_then_replaced(client, person):
    begun(person)
    assert "Ask a referee" in text(client.get(PAGE))

    assert "We have written to Gwen Adeyemi." in text(client.post(PAGE, GWEN, follow=True))
    assert "Waiting for an answer" in text(client.get(PAGE))
    assert "We have written to Gwen Adeyemi again." in text(client.post(REMIND, follow=True))
    client.post(PAGE, {**GWEN, "name": "Tom Ferris", "email": "tom@example.org"})

    assert Referee.objects.get().person.name == "Tom Ferris"
    assert Link.objects.live(at=timezone.now()).count() == 1


def test_ones_own_address_and_no_address_are_said(client, person):
    begun(person)

    assert "not your own" in text(client.post(PAGE, {**GWEN, "email": person.email}))
    assert "Enter an e-mail address in full" in text(client.post(PAGE, {**GWEN, "email": "gwen"}))


def test_asking_too_often_is_said(client, person, settings):
    settings.REFEREE_ASKS_A_DAY = 1
    begun(person)
    client.post(PAGE, GWEN)

    assert "as often as we allow" in text(client.post(PAGE, GWEN))
    assert "as often as we allow" in text(client.post(REMIND, follow=True))


def test_without_an_application_that_waits_for_a_reference_there_is_no_page(client, person):
    assert client.get(PAGE).status_code == 404
    not_yet(person)

    assert client.get(PAGE).status_code == 404
    assert client.post(REMIND).status_code == 404


def test_a_referee_answers_without_an_account(client):
    row = begun()
    ask_referee(application=row, named=NAMED, at=timezone.now())
    address = link_page()
    html = text(client.get(address))
    assert f"{row.person.name} asks you for a reference" in html
    assert re.search("told that you answered, not what you wrote", html)

    assert "Say whether you support the application" in text(client.post(address, {"knows_as": "A colleague."}))
    answer = {"knows_as": "A colleague.", "supports": "yes", "text": "They led the move well."}
    assert "Your reference for" in text(client.post(address, answer))

    assert Referee.objects.get().supports is True
    assert client.post(address, answer).status_code == 410


def test_the_applicant_sees_that_there_is_an_answer_not_what_it_says(client, person):
    row = begun(person)
    ask_referee(application=row, named=NAMED, at=timezone.now())
    answer = {"knows_as": "A colleague.", "supports": "no", "text": "They were often away."}
    client.post(link_page(), answer)

    html = text(client.get(PAGE))

    assert "Your referee has answered" in html
    assert "often away" not in html
    assert "has answered already" in text(client.post(PAGE, GWEN))
    assert "Answered" in text(client.get(reverse("membership:application_detail")))
