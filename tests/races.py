"""Races without luck: acts are stopped at one known point, each in its own thread, then let go together.

Tests that use this need ``django_db(transaction=True)``: each thread has a connection of its own.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from cmiportal.workflow import MoveRefused

PATIENCE = 20.0


@contextmanager
def no_writing_to(model: type[Model]) -> Iterator[None]:
    """While this lasts, others can read the table and lock its rows; who inserts, updates or deletes waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN SHARE MODE')
        yield


def in_turn(held: AbstractContextManager[None], *acts: Callable[[], Any]) -> list[Any]:
    """Start each act as soon as the one before waits for a lock, then let all go.

    ``held`` (such as ``no_writing_to``) makes the first act wait. Returns what each gave, or the MoveRefused it raised.
    """
    with ThreadPoolExecutor(len(acts)) as pool:
        with held:
            started = []
            for act in acts:
                started.append(pool.submit(_run, act))
                _wait_for(len(started))
        return [each.result(timeout=PATIENCE) for each in started]


def refused(results: list[Any]) -> list[type[MoveRefused]]:
    """The kinds of refusals among the results."""
    return [type(result) for result in results if isinstance(result, MoveRefused)]


def _run(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except MoveRefused as refusal:
        return refusal
    finally:
        connection.close()


def _wait_for(sessions: int) -> None:
    """Return once so many sessions of this database wait for a lock."""
    until = time.monotonic() + PATIENCE
    while _waiting() < sessions:
        if time.monotonic() > until:
            raise TimeoutError(f"Fewer than {sessions} of the acts wait for a lock.")
        time.sleep(0.01)


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # what a transaction saw of others it would see again
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
