"""A new account, and a new password for an old one: nobody learns from either which addresses are known."""

import time
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core.context import request_context
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import IntegrityError
from django.urls import reverse

from cmiportal.accounts.forms import SignupForm
from cmiportal.accounts.models import User
from tests.cmiportal.accounts.steps import HERONS, KITES, NEW, is_signed_in, owed, seen, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_new_person_confirms_the_address_by_pressing_a_button_and_signs_in(client):
    response = client.post(reverse("account_signup"), NEW)

    assert response.url == reverse("account_email_verification_sent")
    person = User.objects.get()
    assert (person.name, person.email) == ("Zoë Quillson", "zoe@example.org")
    assert owed() == [("account_confirm", "zoe@example.org")]
    assert sign_in(client, NEW["email"], NEW["password1"]).url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)

    link = owed("account_confirm").context["path"]
    assert "Is zoe@example.org your address?" in client.get(link).content.decode()
    assert not EmailAddress.objects.get().verified
    assert client.post(link).url == reverse("account_login")
    assert sign_in(client, NEW["email"].upper(), NEW["password1"]).url == "/"
    assert is_signed_in(client)


def test_the_page_says_what_an_account_is_for_and_the_next_how_the_message_comes_again(client):
    page = client.get(reverse("account_signup")).content.decode()
    assert "you take a qualification, become a member or apply for Chartered Manager" in page

    sent = client.post(reverse("account_signup"), NEW, follow=True).content.decode()
    assert f'<a href="{reverse("account_login")}">Sign in</a>' in sent
    assert "sends it again" in sent


BACK = "/membership/record/keep/?years=5&level="


def sign_up(client, back):
    """Make an account on the way to a page; gives where confirming the address leads."""
    client.post(reverse("account_signup"), {**NEW, "next": back})
    return client.post(owed("account_confirm").context["path"]).url


def test_whoever_signs_up_on_the_way_somewhere_arrives_there(client):
    login = sign_up(client, BACK)

    assert login == f"{reverse('account_login')}?{urlencode({'next': BACK})}"
    form = client.get(login).context["redirect_field_value"]
    assert sign_in(client, NEW["email"], NEW["password1"], next=form).url == BACK


def test_whoever_confirms_in_another_browser_signs_in_as_ever(client):
    client.post(reverse("account_signup"), {**NEW, "next": BACK})

    assert type(client)().post(owed("account_confirm").context["path"]).url == reverse("account_login")


def test_nobody_is_led_to_another_site_after_signing_up(client):
    assert sign_up(client, "https://example.com/") == reverse("account_login")


def test_who_has_signed_in_meanwhile_and_confirms_a_new_address_is_not_led_there(client):
    client.post(reverse("account_signup"), {**NEW, "next": BACK})
    person = UserFactory()
    client.force_login(person)
    added = EmailAddress.objects.create(user=person, email="new@example.org")

    assert client.post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(added).key])).url == "/"


def test_signing_up_with_a_taken_address_looks_like_success(client):
    UserFactory(email="taken@example.org")
    taken = seen(client, reverse("account_signup"), {**NEW, "email": "Taken@example.org"})
    fresh = seen(type(client)(), reverse("account_signup"), NEW)

    assert taken == fresh
    assert owed() == [("account_exists", "taken@example.org"), ("account_confirm", "zoe@example.org")]
    assert owed("account_exists").context == {"path": reverse("account_reset_password")}


class CountedHasher(MD5PasswordHasher):
    """Says how many passwords were hashed, which is what takes time in production."""

    hashed = 0

    def encode(self, password, salt):
        """Count, then hash."""
        type(self).hashed += 1
        return super().encode(password, salt)


def test_signing_up_with_a_taken_address_hashes_a_password_too(client, settings):
    UserFactory(email="taken@example.org")
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]
    counts = []

    for email in ("taken@example.org", "zoe@example.org"):
        CountedHasher.hashed = 0
        client.post(reverse("account_signup"), {**NEW, "email": email})
        counts.append(CountedHasher.hashed)

    assert counts == [1, 1]


def test_an_address_that_somebody_takes_in_the_same_moment_is_answered_like_a_taken_one(client):
    form = SignupForm(NEW)
    assert form.is_valid()
    UserFactory(email="zoe@example.org")

    request = client.get(reverse("account_signup")).wsgi_request
    with request_context(request):
        person, response = form.try_save(request)

    assert person is None
    assert response.url == reverse("account_email_verification_sent")
    assert owed() == [("account_exists", "zoe@example.org")]


def test_any_other_refusal_of_the_database_is_not_taken_for_a_taken_address(client):
    form = SignupForm(NEW)
    assert form.is_valid()
    form.cleaned_data["name"] = None

    request = client.get(reverse("account_signup")).wsgi_request
    with request_context(request), pytest.raises(IntegrityError, match="null value"):
        form.try_save(request)


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"name": "Zoë\u202egnp.exe"}, "Take out the hidden characters that change the direction of the text."),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "zoe"}, "Enter an e-mail address in full, like name@example.org"),
        ({"password1": "", "password2": ""}, "Enter a new password"),
        (
            {"password1": "short", "password2": "short"},
            "It must contain at least 10 characters.",
        ),
        ({"password2": "Ten-blue-herons"}, "You must type the same password each time."),
    ],
)
def test_a_faulty_sign_up_says_what_to_repair_and_makes_no_account(client, wrong, answer):
    page = client.post(reverse("account_signup"), NEW | wrong)

    assert page.status_code == 200
    assert answer in page.content.decode()
    assert "<title>Error: Make an account" in page.content.decode()
    assert not User.objects.exists()


def test_asking_for_a_new_password_looks_the_same_for_an_unknown_address(client):
    UserFactory(email="known@example.org")
    url = reverse("account_reset_password")
    unknown = seen(client, url, {"email": "nobody@example.org"})
    known = seen(type(client)(), url, {"email": "known@example.org"})

    assert unknown == known
    assert owed() == [("account_unknown", "nobody@example.org"), ("account_reset", "known@example.org")]
    assert owed("account_unknown").context == {"path": reverse("account_signup")}


def test_nobodys_mailbox_is_filled_with_links_to_a_new_password(client):
    UserFactory(email="known@example.org")

    answers = [
        client.post(reverse("account_reset_password"), {"email": address}).status_code
        for address in ["known@example.org"] * 5 + ["KNOWN@example.org", "other@example.org"]
    ]

    assert answers == [302] * 5 + [429, 302]
    assert owed() == [("account_reset", "known@example.org")] * 5 + [("account_unknown", "other@example.org")]


def test_nobodys_mailbox_is_filled_with_links_that_confirm_it(client, monkeypatch):
    now = time.time()
    client.post(reverse("account_signup"), NEW)
    for turn in range(1, 15):
        monkeypatch.setattr(time, "time", lambda turn=turn: now + turn * 200)
        sign_in(client, NEW["email"], HERONS["password1"])

    assert [address for _, address in owed()] == ["zoe@example.org"] * 10


def test_a_reset_link_works_once_and_never_for_another_host(client):
    person = UserFactory()
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "localhost"})
    link = owed("account_reset").context["path"]
    assert link.startswith("/accounts/password/reset/key/")

    form = client.get(link, follow=True)
    assert form.redirect_chain[-1][0].endswith("-set-password/")
    assert client.post(form.redirect_chain[-1][0], KITES).url == reverse("account_reset_password_from_key_done")

    assert owed("account_security").context["what"] == "Your password was changed"
    assert owed("account_security").recipient == person
    again = type(client)().get(link)
    assert "This link no longer works" in again.content.decode()
    assert sign_in(client, person.email, "Ten-red-kites").url == "/"
