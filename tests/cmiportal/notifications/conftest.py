"""Kinds of this package's own, and a mail server."""

import pytest

from cmiportal import registry
from cmiportal.notifications.delivery import deliver_batch
from cmiportal.registry import NotificationKind
from tests.smtp import post_office


@pytest.fixture
def add_kind(monkeypatch):
    """Register a kind for one test, in which no app has a kind to choose; what is not said is the test message's."""
    kept = registry._entries.get(NotificationKind, {})
    monkeypatch.setitem(registry._entries, NotificationKind, {key: kind for key, kind in kept.items() if kind.service})

    def add(key, **fields):
        values = {"label": key, "subject": "{asked_by} asks", "template": "notifications/mail/check", **fields}
        registry.register(kind := NotificationKind(key, **values))
        return kind

    return add


@pytest.fixture
def news(add_kind):
    """A kind that people may choose not to have by e-mail."""
    return add_kind("sample_news", label="News", service=False)


@pytest.fixture
def secret(add_kind):
    """A kind whose context holds a link that acts by itself."""
    return add_kind("sample_secret", label="New password", secret=True)


@pytest.fixture
def office(settings):
    """A real mail server that Django sends to."""
    with post_office() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def deliver_all():
    """Deliver until nothing is due at the moment given."""

    def deliver(at):
        while deliver_batch(at=at):
            pass

    return deliver
