"""The front door: four ways in for everybody, and what waits for whoever is signed in."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.portfolio import handed_in, ready_unit
from tests.factories.qualifications import staff_of

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_four_ways_in(client):
    page = client.get("/")
    assert page.status_code == 200
    for name in ("catalogue_list", "centre_list", "learning_home", "award_verify_form"):
        assert f'href="{reverse(f"qualifications:{name}")}"' in page.text
    assert "Waiting for you" not in page.text


def test_a_person_for_whom_nothing_waits_is_told_of_nothing(client):
    client.force_login(UserFactory())
    assert "Waiting for you" not in client.get("/").text


def test_a_coordinator_sees_how_much_work_waits(client):
    unit = ready_unit()
    coordinator = staff_of(unit.enrolment.centre, "coordinator")
    handed_in(unit)
    client.force_login(coordinator)
    page = client.get("/")
    assert "Waiting for you" in page.text
    assert f'<a href="{reverse("qualifications:work_queue")}">Work: 1</a>' in page.text


def test_it_only_answers_to_reading(client):
    assert client.post("/").status_code == 405
