"""The frame, the style guide and the pages for a bad day."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "413.html", "500.html")


def test_the_style_guide_shows_every_component(client: Client):
    html = client.get(reverse("ui:style_guide")).content.decode()

    assert "<title>Style guide – Chartered Management Institute</title>" in html
    assert html.index('class="skip-link" href="#main"') < html.index('<main id="main" tabindex="-1">')


@pytest.mark.parametrize(
    ("asked", "shown"), [("dark", ' data-scheme="dark"'), ("light", ' data-scheme="light"'), ("pink", ""), ("", "")]
)
def test_the_style_guide_can_be_seen_in_both_schemes(client: Client, asked, shown):
    html = client.get(reverse("ui:style_guide"), {"scheme": asked}).content.decode()

    assert f'<html lang="en-GB"{shown}>' in html


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_no_request(name):
    html = render_to_string(name)

    assert "– Chartered Management Institute</title>" in html
    assert "<nav" not in html


@pytest.mark.django_db
def test_a_page_that_does_not_exist_keeps_the_ways_around(client: Client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()
    assert "Sign in" in response.content.decode()


def test_a_visitor_gets_no_cookie_and_no_token(client: Client):
    response = client.get(reverse("ui:style_guide"))

    assert response.cookies == {}
    assert b"csrfmiddlewaretoken" not in response.content


@pytest.mark.django_db
def test_somebody_signed_in_can_sign_out(client: Client):
    client.force_login(UserFactory(name="Amara Whitlock"))

    html = client.get(reverse("ui:style_guide")).content.decode()

    assert 'action="/accounts/logout/"' in html
    assert "/accounts/login/" not in html


def test_messages_are_notices_above_the_page(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    messages.success(request, "Evidence saved")

    html = render_to_string("404.html", request=request)

    assert '<div class="notice" data-state="positive" role="status"><strong>Evidence saved</strong></div>' in html
