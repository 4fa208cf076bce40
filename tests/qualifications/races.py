"""Two people at the same instant: threads with connections of their own that stand before a row until all are there."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active'"
)


def outcome(act):
    """What the act returned or raised, in a thread with its own connection."""
    try:
        return act()
    except Exception as error:
        return error
    finally:
        connection.close()


def waiting():
    """How many sessions stand at a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the first answer for ever
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def wait_until(holds):
    """Wait until the condition holds; fails after ten seconds."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "nobody ever waited for the lock"
        time.sleep(0.02)


def at_once(row, *acts):
    """Hold the row until all acts stand before it, then let them go; what each returned or raised."""
    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            type(row).objects.select_for_update().get(pk=row.pk)
            going = [pool.submit(outcome, act) for act in acts]
            wait_until(lambda: waiting() >= len(acts))
        return [each.result(timeout=30) for each in going]
