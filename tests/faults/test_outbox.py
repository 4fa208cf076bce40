"""Whatever dies at whatever instant: each message arrives, and twice only where nobody could know that it had."""

import os
import signal

import pytest

from cmiportal.notifications.models import Notification
from cmiportal.notifications.states import Mail
from tests.faults.conftest import BEAT, WORKER
from tests.smtp import eventually
from tests.timing import quickest

pytestmark = [pytest.mark.faults, pytest.mark.slow]
THREADS = 4


def kill_at(place, process, *, visit=1):
    """What the mail server does when the dialogue reaches ``place`` for the ``visit``-th time: kill -9 of the group."""
    visits = []

    def reach(reached):
        if reached == place:
            visits.append(reached)
            if len(visits) == visit:
                os.killpg(process.pid, signal.SIGKILL)

    return reach


def all_sent():
    return not Notification.objects.exclude(mail=Mail.SENT).exists()


# The server has accepted at ACCEPTED, and nobody has told the worker yet: the one instant in which a message comes
# twice. At QUIT the row is marked already, since each is marked as soon as its own text is accepted.
@pytest.mark.parametrize(
    ("place", "times", "attempts"), [("MAIL", 1, 2), ("DATA", 1, 2), ("ACCEPTED", 2, 2), ("QUIT", 1, 1)]
)
def test_a_worker_killed_while_it_sends_loses_nothing(start, office, owe, place, times, attempts):
    victim = start(WORKER)
    start(BEAT)
    office.reach = kill_at(place, victim)

    row = owe()
    eventually(lambda: victim.poll() is not None, what=f"the end of the worker at {place}")
    start(WORKER)
    eventually(all_sent, what="the delivery by the next worker")

    row.refresh_from_db()
    assert office.times_seen == {f"<{row.message_id}@example.org>": times}
    assert row.attempts == attempts


def test_a_worker_killed_among_many_messages_loses_none_and_doubles_few(start, office, owe):
    victim = start(WORKER)
    start(BEAT)
    office.reach = kill_at("DATA", victim, visit=20)

    rows = [owe(number) for number in range(60)]
    eventually(lambda: victim.poll() is not None, what="the end of the worker")
    start(WORKER)
    eventually(all_sent, what="the delivery by the next worker")

    seen = office.times_seen
    assert set(seen) == {f"<{row.message_id}@example.org>" for row in rows}
    assert sum(seen.values()) - len(rows) <= THREADS


def test_a_broker_stopped_and_started_again_loses_nothing_and_holds_nobody_up(start, broker, office, owe):
    start(WORKER)
    start(BEAT)
    owe(0)
    eventually(all_sent, what="the first delivery")

    broker.stop()
    assert quickest(lambda: owe(1), times=1) < 3  # with the client's own retries it takes six seconds and more
    owe(2)
    broker.start()
    eventually(all_sent, what="the delivery after the broker came back")

    assert sorted(office.recipients) == ["anna0@example.org", "anna1@example.org", "anna2@example.org"]
