"""Many who act in the same instant, each in a thread with a connection of its own, as often as is wanted."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from cmiportal.workflow import MoveRefused
from tests.races import PATIENCE

OTHERS = 30  # connections of the server that are somebody else's


class Crowd:
    """So many threads; their connections stay open from one ``at_once`` to the next.

    Tests that use this need ``django_db(transaction=True)``.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._start = Barrier(size)
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> "Crowd":
        with connection.cursor() as cursor:
            cursor.execute("SHOW max_connections")
            allowed = int(cursor.fetchone()[0])
        if allowed < self.size + OTHERS:
            pytest.fail(f"The database allows {allowed} connections, and {self.size + OTHERS} are needed")
        return self

    def __exit__(self, *_: object) -> None:
        self.at_once([lambda: connection.close()] * self.size)
        self._threads.shutdown()

    def at_once(self, acts: Sequence[Callable[[], Any]]) -> list[Any]:
        """What each of the acts gave, or the refusal or error that it raised; there are as many as threads."""
        assert len(acts) == self.size
        return list(self._threads.map(self._act, acts))

    def _act(self, act: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        self._start.wait(PATIENCE)
        try:
            return act()
        except (MoveRefused, IntegrityError) as error:
            return error
