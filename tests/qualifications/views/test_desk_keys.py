"""The keys of the desk: listed on the page, and turned off for a sign-in."""

import pytest
from django.urls import reverse

from tests.qualifications.views.desks import desk_of_today, page

pytestmark = pytest.mark.django_db

ADDRESS = reverse("qualifications:desk_shortcuts")


@pytest.fixture
def desk(client):
    desk = desk_of_today().allocated()
    client.force_login(desk.assessor)
    return desk


def keys_on(client, desk, code):
    html = client.get(page(desk, "submission_mark", code)).content.decode()
    return [part.split('"')[0] for part in html.split('data-key="')[1:]]


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("1.1", ["j", "m", "n", "f", "control+enter"]),
        ("1.2", ["j", "k", "m", "n", "f", "control+enter"]),
        ("2.1", ["j", "k", "m", "n", "f", "control+enter"]),
    ],
)
def test_a_page_lists_the_keys_that_have_somewhere_to_go(client, desk, code, keys):
    assert keys_on(client, desk, code) == keys


def test_single_keys_stay_off_until_they_are_turned_on_again(client, desk):
    here = page(desk, "submission_mark", "1.2")

    response = client.post(f"{ADDRESS}?next={here}", {"shortcuts": "off"})
    assert (response.status_code, response.url) == (302, here)
    assert keys_on(client, desk, "1.2") == ["control+enter"]

    client.post(f"{ADDRESS}?next={here}", {"shortcuts": "on"})
    assert keys_on(client, desk, "1.2") == ["j", "k", "m", "n", "f", "control+enter"]


def test_turning_them_off_leads_to_no_other_site(client, desk):
    response = client.post(f"{ADDRESS}?next=https://example.com/", {"shortcuts": "off"})

    assert response.url == reverse("qualifications:work_queue")
