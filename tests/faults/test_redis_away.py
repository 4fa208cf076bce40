"""Redis goes away and comes back: pages, sign-in and submitting go on, and what was owed is still owed."""

import logging

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.urls import reverse

from cmiportal.celery import app
from cmiportal.demo.servers import valkey
from cmiportal.notifications.models import Notification
from qualifications.models import Submission
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.portfolio import handed_in, ready_unit

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def redis_port(settings, monkeypatch):
    """A Redis for the cache and the broker, which has served and is now stopped; the port it had."""
    with valkey() as address:
        entry = project.CACHES["default"]
        settings.CACHES = {"default": {**entry, "LOCATION": address}}
        monkeypatch.setattr(app.conf, "broker_write_url", address)
        app._after_fork()  # drops the connections that are open
        cache.set("before", "kept")
        assert cache.get("before") == "kept"
    yield int(address.rpartition(":")[2].partition("/")[0])
    app._after_fork()


@pytest.mark.parametrize(
    "name", ["site:home", "qualifications:catalogue_list", "qualifications:award_verify_form", "account_login"]
)
def test_pages_go_on(redis_port, client, name):
    assert client.get(reverse(name)).status_code == 200


def test_sign_in_goes_on_and_says_in_the_log_that_limits_do_not_hold(redis_port, client, caplog):
    learner = UserFactory()
    with caplog.at_level(logging.WARNING, logger="cmiportal.cache"):
        answer = client.post(reverse("account_login"), {"login": learner.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(learner.pk)
    assert "The cache does not answer" in caplog.text


def test_submitting_goes_on_and_its_messages_wait_for_the_sweep(redis_port):
    handed_in(ready_unit())
    assert Submission.objects.get().state == "allocation"
    assert set(Notification.objects.values_list("mail", flat=True)) == {"queued"}


def test_a_new_password_can_be_asked_for(redis_port, client):
    learner = UserFactory()
    answer = client.post(reverse("account_reset_password"), {"email": learner.email})
    assert answer.status_code == 302
    assert Notification.objects.get().mail == "queued"


def test_everything_is_used_again_when_redis_is_back(redis_port, client):
    assert client.get("/readyz").json()["checks"]["worker"]["ok"] is False
    with valkey(port=redis_port):
        cache.set("after", "kept")
        assert (cache.get("before"), cache.get("after")) == (None, "kept")
