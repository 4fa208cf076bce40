"""Alive and ready: what each check says when its part of the portal is well, and when it is not."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from cmiportal.notifications.models import Notification
from cmiportal.site.health import Finding, examine
from cmiportal.site.tasks import HEARTBEAT, beat, note_heartbeat


@pytest.fixture
def now():
    return timezone.now()


def owe_message(*, created_at, mail="queued") -> Notification:
    """A message in the outbox."""
    return Notification.objects.create(
        address="anna@example.org",
        kind="sample",
        dedup_key=f"sample:{mail}",
        context={},
        created_at=created_at,
        due_at=created_at,
        mail=mail,
    )


def test_alive_needs_neither_database_nor_cache(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_when_everything_is_well(client, db):
    beat()
    answer = client.get("/readyz")
    said = answer.json()
    seconds = re.fullmatch(r"last sign of life (\d+) s ago", said["checks"]["worker"].pop("detail"))
    assert (answer.status_code, int(seconds[1]) < 60) == (200, True)
    assert said == {
        "ready": True,
        "checks": {
            "database": {"ok": True, "detail": "answers"},
            "migrations": {"ok": True, "detail": "all applied"},
            "notifications": {"ok": True, "detail": "none waiting"},
            "broker": {"ok": True, "detail": "answers"},
            "worker": {"ok": True},
        },
    }


def test_not_ready_without_a_sign_of_life_from_the_worker(client, db):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == {"ok": False, "detail": "no sign of life"}


def test_a_worker_that_has_missed_four_beats_is_gone(db, now, settings):
    cache.set(HEARTBEAT, now - timedelta(seconds=4 * settings.HEARTBEAT_SECONDS + 1))
    assert examine(at=now)["worker"] == Finding(False, "last sign of life 61 s ago")


def test_a_worker_that_has_just_started_says_so_before_the_first_beat(db, now):
    note_heartbeat(sender=None)
    assert examine(at=now)["worker"].ok


def test_a_message_that_waits_is_well_until_it_is_late(db, now):
    owe_message(created_at=now - timedelta(minutes=10))
    owe_message(created_at=now - timedelta(days=2), mail="none")
    assert examine(at=now)["notifications"] == Finding(True, "the oldest has waited 600 s")
    assert examine(at=now + timedelta(minutes=21))["notifications"] == Finding(False, "the oldest has waited 1860 s")


def test_a_migration_that_is_not_applied_is_named(db, now):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions' AND name = '0001_initial'")
    assert examine(at=now)["migrations"] == Finding(False, "1 not applied, the first is sessions.0001_initial")


@pytest.mark.django_db(transaction=True)
def test_a_table_under_lock_delays_the_answer_for_a_moment_only(now, settings, monkeypatch):
    monkeypatch.setattr("cmiportal.site.health.DATABASE_MILLISECONDS", 1000)
    blocker = connection.copy()
    try:
        blocker.set_autocommit(False)
        with blocker.cursor() as cursor:
            cursor.execute("LOCK TABLE django_migrations")
        findings = examine(at=now)
    finally:
        blocker.rollback()
        blocker.close()
    assert findings["migrations"] == Finding(False, "does not answer: OperationalError")
    assert findings["database"] == Finding(True, "answers")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_a_finding_and_not_an_error(now, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    findings = examine(at=now)
    connection.close()
    assert [name for name, finding in findings.items() if not finding.ok] == [
        "database",
        "migrations",
        "notifications",
        "worker",
    ]


def test_a_broker_that_is_away_is_a_finding_and_not_an_error(db, now, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert examine(at=now)["broker"] == Finding(False, "does not answer: ConnectionError")
