"""What people do on the pages of signing in, for the tests of this folder."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from cmiportal.notifications.models import Notification
from tests.factories.accounts import PASSWORD

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


def seen(client, url, data):
    """What somebody outside can tell from an answer: status, where to, the page after it without the address."""
    response = client.post(url, data)
    page = client.get(response.url)
    words = re.sub(r'value="[^"]*"', "", page.content.decode()).replace(data["email"].lower(), "THE ADDRESS")
    return response.status_code, response.url, page.status_code, words, sorted(client.cookies)


def confirm_it_is_me(client, response, password=PASSWORD):
    """Answer the question for the password that stands before something that protects the account."""
    assert response.url.startswith(reverse("account_reauthenticate"))
    return client.post(response.url, {"password": password})


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
