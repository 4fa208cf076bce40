"""The commit wakes the worker, once, and nothing else depends on it."""

import socket
import time

import pytest
from django.db import connection, transaction

from cmiportal.celery import app
from cmiportal.notifications import waking
from cmiportal.notifications.models import Notification
from cmiportal.notifications.services import notify
from tests.broker import publishing_to
from tests.smtp import free_port
from tests.timing import quickest

CONTEXT = {"asked_by": "Noor Haddad", "asked_at": "2027-01-19T10:30:00Z", "path": "/"}


def owe(at, key="check:1"):
    return notify(kind="mail_check", key=key, address="anna@example.org", context=CONTEXT, at=at)


def published():
    """How many tasks wait in the broker."""
    with app.connection_for_read() as broker:
        return broker.default_channel.client.llen("celery")


@pytest.fixture
def hanging_port():
    """A port where connections are taken and nobody ever speaks."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_the_worker_once_however_many_messages_it_owes(at):
    with transaction.atomic():
        for number in range(3):
            owe(at, f"check:{number}")
        assert published() == 0

    assert published() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_call_with_the_same_key_wakes_nobody(at):
    owe(at)
    owe(at)

    assert published() == 1


@pytest.mark.django_db
def test_a_message_in_a_savepoint_that_is_kept_wakes_the_worker_though_an_earlier_one_is_rolled_back(at):
    sid = transaction.savepoint()
    owe(at, "lost")
    transaction.savepoint_rollback(sid)
    owe(at, "kept")

    assert [hook for _, hook, _ in connection.run_on_commit] == [waking.doorbell.ring]
    assert Notification.objects.get().dedup_key == "kept"


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_caller_is_neither_stopped_nor_held_up(at):
    with publishing_to(f"redis://127.0.0.1:{free_port()}/0"):
        owe(at, "first")  # imports the transport too
        keys = iter(["second", "third", "fourth"])

        def owe_another():
            waking.doorbell.silent_until = 0.0
            owe(at, next(keys))

        assert quickest(owe_another) < 0.5

    assert Notification.objects.count() == 4


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_broker_that_hangs_holds_up_one_caller_for_a_while_and_the_next_not_at_all(at, hanging_port):
    with publishing_to(f"redis://127.0.0.1:{hanging_port}/0"):
        assert quickest(lambda: owe(at, "first"), times=1) < 30  # an endless wait in place of the socket's five seconds
        keys = iter(["second", "third", "fourth"])
        assert quickest(lambda: owe(at, next(keys))) < 0.5

    assert Notification.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_is_heard_again_after_the_silence(at):
    waking.doorbell.silent_until = time.monotonic() + 60
    owe(at, "first")
    assert published() == 0
    waking.doorbell.silent_until = time.monotonic()
    owe(at, "second")

    assert published() == 1
