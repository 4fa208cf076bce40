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

PATIENCE = 60.0  # seconds: long, since a busy machine is slow and an act that never waits fails all the same
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND wait_event_type = 'Lock'"
)


@contextmanager
def no_writing_to(model: type[Model]) -> Iterator[None]:
    """While this lasts, others can read the table and lock its rows; who inserts, updates or deletes waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN SHARE MODE')
        yield


@contextmanager
def no_locking_of(row: Model) -> Iterator[None]:
    """While this lasts, others can read the row; who locks it, or writes something that points at it, waits."""
    with transaction.atomic():
        type(row)._default_manager.select_for_update().get(pk=row.pk)
        yield


def in_turn(held: AbstractContextManager[None], *acts: Callable[[], Any]) -> list[Any]:
    """Start each act as soon as the one before waits for a lock, then let all go.

    ``held`` (such as ``no_writing_to``) makes the first act wait. Returns what each gave, or the MoveRefused it raised.
    """
    with ThreadPoolExecutor(len(acts)) as pool:
        with held:
            started = []
            for act in acts:
                started.append(pool.submit(outcome, act))
                wait_until(lambda: waiting() >= len(started))
        return [each.result(timeout=PATIENCE) for each in started]


def at_once(row: Model, *acts: Callable[[], Any]) -> list[Any]:
    """Hold the row until all acts stand before it, then let them go; what each gave, or the MoveRefused it raised."""
    return in_turn(no_locking_of(row), *acts)


def outcome(act: Callable[[], Any]) -> Any:
    """What the act gave, or the MoveRefused that it raised, in a thread with its own connection."""
    try:
        return act()
    except MoveRefused as refusal:
        return refusal
    finally:
        connection.close()


def refused(results: list[Any]) -> list[type[MoveRefused]]:
    """The kinds of refusals among the results."""
    return [type(result) for result in results if isinstance(result, MoveRefused)]


def waiting() -> int:
    """How many sessions of this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # what a transaction saw of others it would see again
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def wait_until(holds: Callable[[], object]) -> None:
    """Return once the condition holds; raises TimeoutError where it never does."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("The acts did not come to wait for the lock.")
        time.sleep(0.01)
