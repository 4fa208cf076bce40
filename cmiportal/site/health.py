"""Is the portal alive, and is it fit for work? Each check is bounded in time and reports in words.

/healthz asks nothing of anybody: a process that answers is alive. /readyz is for alarms and for the moment after a
deployment; it fails while the broker is away, and pages do not: so send visitors by /healthz.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from redis.backoff import NoBackoff
from redis.retry import Retry

from cmiportal.notifications.models import Notification

from .tasks import HEARTBEAT

DATABASE_MILLISECONDS = 2000
BROKER_SECONDS = 1


@dataclass(frozen=True)
class Finding:
    """What one check found; `detail` is for the person who reads the alarm."""

    ok: bool
    detail: str


def examine(*, at: datetime) -> dict[str, Finding]:
    """All checks by name, at the moment `at`. Raises nothing: a check that breaks is a finding."""
    database: dict[str, Callable[[], Finding]] = {
        "database": _database,
        "migrations": _migrations,
        "notifications": lambda: _notifications(at=at),
    }
    findings = {name: _within_database(check) for name, check in database.items()}
    return {**findings, "broker": _broker(), "worker": _worker(at=at)}


def _within_database(check: Callable[[], Finding]) -> Finding:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(DATABASE_MILLISECONDS)])
            return check()
    except DatabaseError as error:
        connection.close()
        return Finding(False, f"does not answer: {type(error).__name__}")


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(True, "answers")


def _migrations() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        missing = sorted(shipped_migrations() - set(cursor.fetchall()))
    if missing:
        return Finding(False, f"{len(missing)} not applied, the first is {'.'.join(missing[0])}")
    return Finding(True, "all applied")


@functools.cache
def shipped_migrations() -> frozenset[tuple[str, str]]:
    """The (app, name) of every migration in the code; read from disk once in a process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _notifications(*, at: datetime) -> Finding:
    oldest = Notification.objects.oldest_due(at=at)  # what waits for its next attempt is not late
    if oldest is None:
        return Finding(True, "none waiting")
    age = at - oldest
    late = age > timedelta(seconds=settings.NOTIFICATION_LATE_SECONDS)
    return Finding(not late, f"the oldest has waited {_seconds(age)}")


def _broker() -> Finding:
    limits = {
        "socket_connect_timeout": BROKER_SECONDS,
        "socket_timeout": BROKER_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, **limits) as client:
            client.ping()
    except redis.RedisError as error:
        return Finding(False, f"does not answer: {type(error).__name__}")
    return Finding(True, "answers")


def _worker(*, at: datetime) -> Finding:
    last = cache.get(HEARTBEAT)
    if last is None:
        return Finding(False, "no sign of life")
    age = at - last
    gone = age > timedelta(seconds=4 * settings.HEARTBEAT_SECONDS)
    return Finding(not gone, f"last sign of life {_seconds(age)} ago")


def _seconds(age: timedelta) -> str:
    return f"{max(0, int(age.total_seconds()))} s"
