"""Signing in and out: guessers are stopped, and nobody is led astray."""

import re

import pytest
from django.urls import reverse

from tests.cmiportal.accounts.steps import (
    is_signed_in,
    sign_in,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_signing_in_says_the_same_for_a_wrong_password_and_an_unknown_address(client):
    person = UserFactory()
    wrong = sign_in(client, person.email, "Nine-blue-herons").content.decode()
    unknown = sign_in(client, "nobody@example.org", "Nine-blue-herons").content.decode()

    assert "The e-mail address or the password is not right." in wrong
    assert re.sub(r'value="[^"]*"', "", wrong) == re.sub(r'value="[^"]*"', "", unknown)


def test_guessing_a_password_is_stopped_after_five_tries(client):
    person = UserFactory()
    for _ in range(5):
        sign_in(client, person.email, "Nine-blue-herons")

    assert "You have tried too often." in sign_in(client, person.email).content.decode()
    assert not is_signed_in(client)


def test_too_many_posts_from_one_place_get_a_page_that_says_so(client):
    answers = [sign_in(client, f"person{number}@example.com", "x").status_code for number in range(31)]

    assert answers == [200] * 30 + [429]


def test_a_closed_account_is_told_so_only_with_the_right_password(client):
    person = UserFactory(is_active=False)

    assert sign_in(client, person.email, "Nine-blue-herons").status_code == 200
    assert sign_in(client, person.email).url == reverse("account_inactive")
    assert "This account is closed" in client.get(reverse("account_inactive")).content.decode()


def test_being_kept_signed_in_is_a_choice(client):
    person = UserFactory()
    sign_in(client, person.email)
    assert client.session.get_expire_at_browser_close()
    client.logout()

    sign_in(client, person.email, remember="on")
    assert not client.session.get_expire_at_browser_close()


def test_signing_in_leads_to_the_page_that_was_asked_for_and_to_no_other_site(client):
    person = UserFactory()

    assert sign_in(client, person.email, next="/account/").url == "/account/"
    client.logout()
    assert sign_in(client, person.email, next="https://example.com/").url == "/"


def test_signing_out_needs_a_post(client):
    client.force_login(UserFactory())

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    assert client.post(reverse("account_logout")).url == "/"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("page", "field", "autocomplete"),
    [
        ("account_login", "login", "email"),
        ("account_login", "password", "current-password"),
        ("account_signup", "name", "name"),
        ("account_signup", "password1", "new-password"),
        ("account_signup", "password2", "new-password"),
        ("account_reset_password", "email", "email"),
    ],
)
def test_inputs_tell_the_browser_what_belongs_in_them_and_have_no_placeholder(client, page, field, autocomplete):
    attributes = client.get(reverse(page)).context["form"].fields[field].widget.attrs

    assert attributes["autocomplete"] == autocomplete
    assert "placeholder" not in attributes
