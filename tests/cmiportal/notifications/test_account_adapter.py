"""Every message that allauth may send has its kind; what the adapter does not answer for itself is not hidden."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import allauth.account
import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.db import IntegrityError

from cmiportal.notifications.account_adapter import CHANGES, MESSAGES, AccountAdapter, hour_of
from cmiportal.notifications.models import Notification
from cmiportal.registry import NotificationKind, find
from tests.factories.accounts import UserFactory

TEMPLATES = Path(allauth.account.__file__).parents[1] / "templates"
# Messages of what is not switched on: codes by e-mail, passkeys; and one that allauth has words for but never sends.
NEVER_SENT = {
    "account/email/email_confirm",
    "account/email/login_code",
    "account/email/password_reset_code",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
}


def test_every_message_of_allauth_has_words_of_ours():
    theirs = {
        str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")
        for app in ("account", "mfa")
        for path in (TEMPLATES / app / "email").glob("*_subject.txt")
    }

    assert theirs - NEVER_SENT == MESSAGES.keys() | CHANGES.keys()
    assert [find(NotificationKind, kind).key for kind in MESSAGES.values()] == list(MESSAGES.values())


@pytest.mark.django_db
def test_a_message_without_words_of_ours_is_an_error_and_not_sent(rf):
    with request_context(rf.get("/")), pytest.raises(KeyError):
        AccountAdapter().send_mail("account/email/login_code", "amara@example.org", {"code": "123"})

    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_a_message_never_carries_the_host_of_the_request(rf):
    with request_context(rf.get("/")):
        AccountAdapter().send_mail(
            "account/email/password_reset_key",
            "amara@example.org",
            {"password_reset_url": "https://evil.example.com/accounts/password/reset/key/1-2/"},
        )

    assert Notification.objects.get().context == {"path": "/accounts/password/reset/key/1-2/"}


@pytest.mark.django_db
@pytest.mark.parametrize("message", ["account/email/account_already_exists", "account/email/unknown_account"])
def test_what_anybody_can_have_sent_to_an_address_is_said_once_an_hour(rf, message):
    context = {"password_reset_url": "/accounts/password/reset/"}
    with request_context(rf.get("/")):
        for address in ("amara@example.org", "amara@example.org", "wren@example.org"):
            AccountAdapter().send_mail(message, address, context)

    assert list(Notification.objects.order_by("pk").values_list("address", flat=True)) == [
        "amara@example.org",
        "wren@example.org",
    ]
    assert not Notification.objects.filter(dedup_key__contains="amara").exists()


def test_the_next_hour_and_another_address_have_names_of_their_own():
    at = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)
    named = [
        hour_of(when, address)
        for when, address in [(at, "a@x.org"), (at + timedelta(minutes=29), "a@x.org"), (at, "b@x.org")]
    ]

    assert named[0] == named[1] != named[2]
    assert hour_of(at + timedelta(minutes=30), "a@x.org") != named[0]


@pytest.mark.django_db
def test_another_refusal_of_the_database_is_not_taken_for_a_taken_address(rf):
    address = EmailAddress.objects.get(user=UserFactory(unverified=True))
    address.email = None

    with request_context(rf.get("/")), pytest.raises(IntegrityError, match="null value"):
        AccountAdapter().confirm_email(rf.get("/"), address)
