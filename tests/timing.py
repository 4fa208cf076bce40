"""How long something takes, on a machine that may be busy with other things."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def quickest(act: Callable[[], object], *, times: int = 3) -> float:
    """The seconds of the quickest of several runs: one alone may be held up by whatever else the machine does."""
    taken = []
    for _ in range(times):
        begun = time.monotonic()
        act()
        taken.append(time.monotonic() - begun)
    return min(taken)


def worked(act: Callable[[], object]) -> float:
    """Seconds that it took, less those for which this process and its session of the database lacked a processor."""
    connection.ensure_connection()
    pids = (os.getpid(), connection.connection.info.backend_pid)
    lacked = sum(map(_waited, pids))
    begun = time.monotonic()
    act()
    return time.monotonic() - begun - (sum(map(_waited, pids)) - lacked)


def milliseconds(sql: str, *, times: int = 7) -> float:
    """How long the database takes for a query, planning left out: the quickest of several runs, as above."""
    taken = []
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
            [[plan]] = cursor.fetchall()
            said = json.loads(plan) if isinstance(plan, str) else plan
            taken.append(said[0]["Execution Time"])
    return min(taken)


def _waited(pid: int) -> float:
    """For how many seconds a process was ready and had no processor; nought where the kernel does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0
