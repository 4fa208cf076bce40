"""Every page of signing in and of a person's account: a reader's rules (axe), a narrow screen; and a whole way in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.notifications.models import Notification
from tests.cmiportal.accounts.steps import code_of
from tests.factories.accounts import PASSWORD, UserFactory

FOR_VISITORS = (
    "account_login",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
)
FOR_PEOPLE = (
    "accounts:profile_detail",
    "accounts:profile_edit",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
)


@pytest.fixture
def browser_context_args(browser_context_args):
    """axe is a script of the test's own, which the policy would refuse."""
    return {**browser_context_args, "bypass_csp": True}


def faults(page, address):
    """What a reader's program or a screen of 320 pixels would stumble over."""
    page.goto(address)
    found = [(each["id"], each["nodes"][0]["target"]) for each in Axe().run(page).response["violations"]]
    page.set_viewport_size({"width": 320, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    return found + ([("scrolls sideways", width)] if width > 320 else [])


@pytest.mark.slow
@pytest.mark.parametrize("name", FOR_VISITORS)
def test_pages_for_visitors_are_open_to_all(page, live_server, name):
    assert faults(page, live_server.url + reverse(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_pages_of_an_account_are_open_to_all(signed_in, live_server, name):
    assert faults(signed_in(UserFactory()), live_server.url + reverse(name)) == []


@pytest.fixture
def send(goes):
    """Press the first button that sends a form."""
    return lambda page: goes(page.locator("main button[type=submit]").first)


def test_a_new_person_comes_in_by_the_link_and_from_then_on_in_two_steps(page, live_server, send):
    page.goto(live_server.url + reverse("account_signup"))
    page.get_by_label("Full name").fill("李小龙")
    page.get_by_label("E-mail address").fill("bruce@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    send(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Look at your e-mail"

    page.goto(live_server.url + Notification.objects.get(kind="account_confirm").context["path"])
    send(page)
    give_address_and_password(page)
    send(page)
    page.goto(live_server.url + reverse("mfa_activate_totp"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    send(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    send(page)
    assert page.locator("main code").count() == 10

    page.context.clear_cookies()
    page.goto(live_server.url + reverse("accounts:profile_detail"))
    give_address_and_password(page)
    send(page)
    page.get_by_label("Code").fill(code_of(secret, step=1))
    send(page)
    expect(page).to_have_url(live_server.url + reverse("accounts:profile_detail"))
    assert "李小龙" in page.locator("main").inner_text()


def give_address_and_password(page):
    page.get_by_label("E-mail address").fill("bruce@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
