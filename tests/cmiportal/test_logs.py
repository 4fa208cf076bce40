"""The log names no address that acts by itself."""

import logging

import pytest
from django.conf import settings

from cmiportal.logs import HideKeys


@pytest.fixture
def written():
    """What the console would show, line by line."""
    lines = []

    class Handler(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Handler()
    handler.addFilter(HideKeys())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/links/Zb3-key_9/", "/links/…/"),
        ("/messages/stop/eyJ1c2VyIjo:1abc:key/", "/messages/stop/…/"),
        ("/accounts/confirm-email/Mw:1abc:key/", "/accounts/confirm-email/…/"),
        ("/accounts/password/reset/key/3-key-9/?next=/", "/accounts/password/reset/key/…/?next=/"),
        ("/calendar/Zb3-key_9.ics", "/calendar/…"),
        ("/events/calendar/2026/12/", "/events/calendar/2026/12/"),
        ("/qualifications/level-6/", "/qualifications/level-6/"),
    ],
)
def test_keys_are_left_out_of_addresses(written, address, shown):
    logging.getLogger("anything").warning("Gone: %s twice: %s", address, address)

    assert written == [f"Gone: {shown} twice: {shown}"]


@pytest.mark.django_db
def test_what_django_says_of_a_refused_link_holds_no_key(client, written):
    client.get("/links/Zb3-key_9/")

    assert written == ["Not Found: /links/…/"]


def test_the_console_uses_it():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["keys"]
