"""Signing up, in and out, and getting back in: allauth as this project sets it up, with real pages and the outbox."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.contrib.messages import get_messages
from django.db import IntegrityError
from django.urls import reverse

from cmiportal.accounts.forms import SignupForm
from cmiportal.accounts.models import User
from cmiportal.accounts.second_step import SecondStepAdapter
from cmiportal.notifications.models import Notification
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

HERONS = {"password1": "Nine-blue-herons", "password2": "Nine-blue-herons"}
KITES = {"password1": "Ten-red-kites", "password2": "Ten-red-kites"}
NEW = {"name": "Zoë  Quillson", "email": "Zoe@Example.org", **HERONS}


def owed(kind=None):
    """(kind, address) of what the outbox owes, or the one message of a kind."""
    rows = Notification.objects.order_by("pk")
    if kind:
        return rows.get(kind=kind)
    return list(rows.values_list("kind", "address"))


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def is_signed_in(client):
    return SESSION_KEY in client.session


def code_of(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


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


def seen(client, url, data):
    """What somebody outside can tell from an answer: status, where to, the page after it without the address."""
    response = client.post(url, data)
    page = client.get(response.url)
    words = re.sub(r'value="[^"]*"', "", page.content.decode()).replace(data["email"].lower(), "THE ADDRESS")
    return response.status_code, response.url, page.status_code, words, sorted(client.cookies)


def test_signing_up_with_a_taken_address_looks_like_success(client):
    UserFactory(email="taken@example.org")
    taken = seen(client, reverse("account_signup"), {**NEW, "email": "Taken@example.org"})
    fresh = seen(type(client)(), reverse("account_signup"), NEW)

    assert taken == fresh
    assert owed() == [("account_exists", "taken@example.org"), ("account_confirm", "zoe@example.org")]
    assert owed("account_exists").context == {"path": reverse("account_reset_password")}


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


def test_changing_the_password_asks_for_the_present_one_and_tells_the_person(client):
    person = UserFactory()
    client.force_login(person)
    url = reverse("account_change_password")

    assert "This is not your present password." in client.post(url, {"oldpassword": "x", **KITES}).content.decode()
    assert client.post(url, {"oldpassword": PASSWORD, **KITES}).url == reverse("accounts:profile_detail")
    assert is_signed_in(client)
    assert owed() == [("account_security", person.email)]


def confirm_it_is_me(client, response, password=PASSWORD):
    """Answer the question for the password that stands before something that protects the account."""
    assert response.url.startswith(reverse("account_reauthenticate"))
    return client.post(response.url, {"password": password})


def test_a_new_address_counts_only_once_its_owner_confirmed_it(client):
    person = UserFactory(email="old@example.org")
    client.force_login(person)
    response = client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert "This is not your password." in confirm_it_is_me(client, response, "x").content.decode()
    confirm_it_is_me(client, response)
    person.refresh_from_db()
    assert person.email == "old@example.org"
    page = client.get(reverse("account_email")).content.decode()
    assert "new@example.org" in page
    assert "Not confirmed yet" in page

    client.post(owed("account_confirm_change").context["path"])

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    assert owed() == [("account_confirm_change", "new@example.org"), ("account_security", "old@example.org")]
    assert owed("account_security").context["what"] == "Your e-mail address was changed"


def test_a_change_of_address_can_be_given_up(client):
    person = UserFactory(email="old@example.org")
    client.force_login(person)
    confirm_it_is_me(client, client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""}))

    client.post(reverse("account_email"), {"email": "new@example.org", "action_remove": ""})

    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["old@example.org"]
    assert "Not confirmed yet" not in client.get(reverse("account_email")).content.decode()


@pytest.mark.parametrize("unverified", [True, False])
def test_an_address_that_another_account_holds_cannot_be_taken_over(client, unverified):
    UserFactory(email="theirs@example.org", unverified=unverified)
    person = UserFactory(email="mine@example.org")
    client.force_login(person)
    response = client.post(reverse("account_email"), {"email": "theirs@example.org", "action_add": ""})
    confirm_it_is_me(client, response)
    link = owed("account_confirm_change").context["path"]

    response = client.post(link)

    person.refresh_from_db()
    assert person.email == "mine@example.org"
    assert EmailAddress.objects.get(user=person, verified=True).email == "mine@example.org"
    assert [str(message) for message in get_messages(response.wsgi_request)][-1] == (
        "theirs@example.org belongs to another account, so it cannot be confirmed for this one."
    )


def test_a_confirmation_link_that_is_no_link_says_so(client):
    page = client.get(reverse("account_confirm_email", args=["3:abc:def"]))

    assert "This link was used already, or it is older than three days." in page.content.decode()


def turn_on_two_steps(client):
    """Activate an authenticator app; gives its key."""
    confirm_it_is_me(client, client.get(reverse("mfa_activate_totp")))
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert "This code is not right" in client.post(reverse("mfa_activate_totp"), {"code": "1"}).content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).url == reverse(
        "mfa_view_recovery_codes"
    )
    return secret


def test_the_pattern_for_the_app_is_dark_on_white_in_every_scheme():
    drawing = SecondStepAdapter().build_totp_svg("otpauth://totp/amara%40example.org?secret=KEY")

    assert 'fill="#fff"' in drawing
    assert 'stroke="#000"' in drawing
    assert "viewBox" in drawing


def test_two_steps_are_asked_for_from_the_next_sign_in_on(client):
    person = UserFactory()
    client.force_login(person)
    secret = turn_on_two_steps(client)
    client.logout()

    assert sign_in(client, person.email, next="/account/").url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert "Enter your code" in client.get(reverse("mfa_authenticate")).content.decode()
    assert "This code is not right" in client.post(reverse("mfa_authenticate"), {"code": "000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret, step=1)}).url == "/account/"
    assert is_signed_in(client)


def test_two_steps_do_not_keep_anybody_from_changing_their_address(client):
    person = UserFactory()
    client.force_login(person)
    turn_on_two_steps(client)

    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})

    assert owed("account_confirm_change").address == "new@example.org"


def test_a_recovery_code_opens_the_account_once(client, django_capture_on_commit_callbacks):
    person = UserFactory()
    client.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        turn_on_two_steps(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == codes
    assert owed() == [("account_security", person.email)]
    assert owed("account_security").context["what"] == "Two-step verification is on"
    client.logout()

    sign_in(client, person.email)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).url == "/"
    client.logout()
    sign_in(client, person.email)
    assert "This code is not right" in client.post(reverse("mfa_authenticate"), {"code": codes[0]}).content.decode()


def test_two_steps_can_be_turned_off_and_codes_made_again(client):
    person = UserFactory()
    client.force_login(person)
    turn_on_two_steps(client)
    assert "in_words" not in client.get(reverse("mfa_index")).content.decode()
    assert "10 left" in client.get(reverse("mfa_index")).content.decode()
    assert "stop working" in client.get(reverse("mfa_generate_recovery_codes")).content.decode()
    assert client.post(reverse("mfa_generate_recovery_codes")).url == reverse("mfa_view_recovery_codes")

    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")

    assert not Authenticator.objects.exists()
    assert "Turn it on" in client.get(reverse("mfa_index")).content.decode()


def test_nobody_proves_who_they_are_by_a_code_in_the_mailbox(client):
    client.force_login(UserFactory())

    assert client.get(reverse("account_request_reauthentication_code")).status_code == 403


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
