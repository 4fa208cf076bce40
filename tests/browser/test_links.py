"""A signed link in a browser: it works without script and cookies of before, and breaks nothing around it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.links.services import issue_link
from cmiportal.registry import register
from tests.cmiportal.links.actions import ACTION, KNOWN
from tests.factories.accounts import UserFactory
from tests.factories.links import OutsidePersonFactory


@pytest.fixture
def address(live_server):
    """The whole address of a fresh link."""
    register(ACTION)
    _, token = issue_link(
        purpose=ACTION.key,
        subject_kind="person",
        subject_id=OutsidePersonFactory(organisation=KNOWN).pk,
        person=OutsidePersonFactory(name="Priya Ostrander"),
        created_by=None,
        at=timezone.now() - timedelta(hours=1),
    )
    return live_server.url + reverse("links:link_open", args=[token])


def test_an_outside_person_answers_without_script(browser, address, goes):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    page.get_by_label("Your answer").fill("yes")
    goes(page.get_by_role("button", name="Send your answer"))

    assert page.get_by_role("heading", level=1).inner_text() == "Thank you"
    page.goto(address)
    assert page.get_by_role("heading", level=1).inner_text() == "This link has been used"


def test_no_request_from_the_page_tells_its_address_and_signing_out_works_there(signed_in, address, live_server):
    page = signed_in(UserFactory())
    told = []
    page.on("request", lambda request: told.append(request.all_headers().get("referer")))
    page.goto(address)
    with page.expect_navigation(url=live_server.url + "/"):
        page.evaluate("document.querySelector('form[action$=\"/logout/\"]').submit()")

    assert {each for each in told if each} == {live_server.url + "/"}
    assert page.context.request.get(live_server.url + reverse("accounts:profile_detail")).url.startswith(
        live_server.url + reverse("account_login")
    )
