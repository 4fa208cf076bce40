"""The keys of the desk: listed on the page, and turned off for a sign-in."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
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


ELSEWHERE = (
    *("https://example.com/", "//example.com/", "///example.com/", "http:///example.com", "https:example.com"),
    *("/\\example.com/", "\\\\example.com/", " //example.com", "/\t/example.com/", "/\n/example.com/"),
    *("\t//example.com/", "\x01https://example.com", "%09//example.com/", "javascript:alert(1)", "JaVaScRiPt:alert(1)"),
    *("data:text/html,x", "example.com", "no-page", "account_logout", "qualifications:award_list", "?next=/", "#main"),
    "",
)


def turned_off(client, back):
    return client.post(f"{ADDRESS}?{urlencode({'next': back})}", {"shortcuts": "off"})


@pytest.mark.parametrize("back", ELSEWHERE)
def test_turning_them_off_leads_to_no_other_site(client, desk, back):
    response = turned_off(client, back)

    assert (response.status_code, response.url) == (302, reverse("qualifications:work_queue"))


def test_an_address_with_a_line_in_it_adds_no_header(client, desk):
    response = turned_off(client, "/desk/?x=1\r\nSet-Cookie: x=y")

    assert response.url == "/desk/?x=1%0D%0ASet-Cookie:%20x=y"
    assert "x" not in response.cookies


def test_looking_at_the_address_turns_nothing_off(client, desk):
    for method in (client.get, client.head, client.put, client.delete):
        assert method(ADDRESS, {"shortcuts": "off"}).status_code == 405

    assert len(keys_on(client, desk, "1.2")) == 6


def test_another_site_turns_nothing_off(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.assessor)

    for headers in ({}, {"Origin": "https://example.com"}, {"Origin": "null"}):
        assert client.post(ADDRESS, {"shortcuts": "off"}, headers=headers).status_code == 403

    assert len(keys_on(client, desk, "1.2")) == 6


def test_a_visitor_signs_in_first(client, desk):
    client.logout()

    response = client.post(f"{ADDRESS}?next=//example.com/", {"shortcuts": "off"})

    assert response.url == f"{reverse('account_login')}?next={quote(f'{ADDRESS}?next=//example.com/')}"
