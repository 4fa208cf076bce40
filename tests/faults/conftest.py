"""Real processes to kill: a Celery worker, a mail server, a broker that is this folder's own."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cmiportal.demo.servers import die_with_me, valkey
from cmiportal.notifications.services import notify
from tests.broker import publishing_to
from tests.smtp import post_office

WORKER = ["worker", "--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
BEAT = ["beat"]


class Broker:
    """A Valkey that comes back on the port it had; ``url`` is its address, whether it runs or not."""

    def __init__(self) -> None:
        self.running = ExitStack()
        self.url = self.running.enter_context(valkey())

    def start(self) -> None:
        """Run it again."""
        self.running.enter_context(valkey(urlsplit(self.url).port))

    def stop(self) -> None:
        """End it, with all that it held."""
        self.running.close()


@pytest.fixture
def broker():
    """A broker that the test may stop and start; what is owed meanwhile is published to it."""
    broker = Broker()
    try:
        with publishing_to(broker.url):
            yield broker
    finally:
        broker.stop()


@pytest.fixture
def office():
    """A real mail server."""
    with post_office() as running:
        yield running


@pytest.fixture
def start(transactional_db, broker, office, tmp_path):
    """Start Celery on the test's own database, broker and mail server, with a lease and a sweep of seconds.

    Each process leads a group of its own, which ``os.killpg(process.pid, ...)`` ends at once.
    """
    started: list[subprocess.Popen] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cmiportal.settings.dev",
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker.url,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(office.port),
        # An answer that a busy machine gives late would put the message off for a minute.
        "EMAIL_TIMEOUT": "3",
        "NOTIFICATION_LEASE_SECONDS": "20",
        "NOTIFICATION_SWEEP_SECONDS": "1",
        "VAR_DIR": str(tmp_path),
    }

    def run(command):
        with Path(tmp_path, f"{command[0]}-{len(started)}.log").open("wb") as log:
            started.append(
                subprocess.Popen(
                    [*die_with_me("KILL"), sys.executable, "-m", "celery", "--app", "cmiportal", *command],
                    cwd=settings.BASE_DIR,
                    env=environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )
        return started[-1]

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def owe(transactional_db):
    """Owe one more test message."""

    def call(number=0):
        return notify(
            kind="mail_check",
            key=f"fault:{number}",
            address=f"anna{number}@example.org",
            context={"asked_by": "Noor Haddad", "asked_at": timezone.now(), "path": "/"},
            at=timezone.now(),
        )

    return call


def code_running(code: str) -> subprocess.Popen:
    """A process of its own that runs this code with Django on the test's database."""
    return subprocess.Popen(
        [*die_with_me("KILL"), sys.executable, "-c", f"import django; django.setup(); {code}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cmiportal.settings.test", "DATABASE_URL": database_url()},
    )


def kill(process: subprocess.Popen) -> None:
    """End the process with -9, now."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def sessions() -> set[int]:
    """The sessions of the database: it ends one without a client only once that no longer waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor}


def database_url() -> str:
    """The address of the database that the tests use, for another process."""
    parts = connection.settings_dict
    who = quote(parts["USER"]) + (f":{quote(parts['PASSWORD'])}" if parts["PASSWORD"] else "")
    where = {"host": parts["HOST"], **({"port": parts["PORT"]} if parts["PORT"] else {}), **parts["OPTIONS"]}
    plain = {name: value for name, value in where.items() if isinstance(value, str)}
    return f"postgresql://{who}@/{quote(parts['NAME'])}?{urlencode(plain)}"
