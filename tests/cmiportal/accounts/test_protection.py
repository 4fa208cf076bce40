"""What protects an account: password, e-mail address, two-step verification; each change asks who it is and is told."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.urls import reverse

from cmiportal.accounts.second_step import SecondStepAdapter
from tests.cmiportal.accounts.steps import (
    KITES,
    code_of,
    confirm_it_is_me,
    is_signed_in,
    owed,
    sign_in,
    turn_on_two_steps,
)
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_changing_the_password_asks_for_the_present_one_and_tells_the_person(client):
    person = UserFactory()
    client.force_login(person)
    url = reverse("account_change_password")

    assert "This is not your present password." in client.post(url, {"oldpassword": "x", **KITES}).content.decode()
    assert client.post(url, {"oldpassword": PASSWORD, **KITES}).url == reverse("accounts:profile_detail")
    assert is_signed_in(client)
    assert owed() == [("account_security", person.email)]


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


@pytest.fixture
def with_two(client):
    """Somebody signed in whose account has a second address, the older of the two, and who has said who they are."""
    person = UserFactory(email="old@example.org")
    first = EmailAddress.objects.get(user=person)
    first.delete()
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True)
    first.pk = None
    first.save()
    client.force_login(person)
    confirm_it_is_me(client, client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""}))
    return person


def test_a_second_address_stays_when_the_first_one_changes_and_the_former_one_is_told(client, with_two):
    client.post(owed("account_confirm_change").context["path"])

    with_two.refresh_from_db()
    assert with_two.email == "new@example.org"
    assert set(EmailAddress.objects.values_list("email", "verified", "primary")) == {
        ("new@example.org", True, True),
        ("second@example.org", True, False),
    }
    assert owed("account_security").address == "old@example.org"
    client.logout()
    sign_in(client, "second@example.org")
    assert is_signed_in(client)


def test_a_second_address_can_be_the_one_that_we_write_to(client, with_two):
    page = client.get(reverse("account_email")).content.decode()
    assert "You also sign in with <b>second@example.org</b>" in page

    client.post(reverse("account_email"), {"email": "second@example.org", "action_primary": ""})

    with_two.refresh_from_db()
    assert with_two.email == "second@example.org"
    assert EmailAddress.objects.get(email="old@example.org").primary is False
    assert owed("account_security").address == "old@example.org"


def test_a_second_address_can_be_taken_away(client, with_two):
    client.post(reverse("account_email"), {"email": "second@example.org", "action_remove": ""})

    assert not EmailAddress.objects.filter(email="second@example.org").exists()
    assert owed("account_security").context["what"] == "An e-mail address was removed from your account"
    client.logout()
    sign_in(client, "second@example.org")
    assert not is_signed_in(client)


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
