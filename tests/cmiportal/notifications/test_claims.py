"""Many workers at once: each row is taken by exactly one of them."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from cmiportal.notifications.models import Notification
from cmiportal.notifications.states import Mail
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory

ROWS, WORKERS, BATCH = 1000, 4, 20
LEASE = timedelta(hours=1)


def together(work):
    """Run ``work`` in WORKERS threads that begin at one moment; returns their results."""
    start, results = Barrier(WORKERS), []

    def run():
        start.wait()
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# Fails in every run when FOR UPDATE SKIP LOCKED is taken out of the claim: hundreds of rows come twice or thrice.
@pytest.mark.django_db(transaction=True)
def test_four_workers_take_a_thousand_rows_once_each(at):
    person = UserFactory()
    rows = NotificationFactory.build_batch(ROWS, recipient=person)
    Notification.objects.bulk_create(rows)

    def take_until_empty():
        taken = []
        while batch := Notification.objects.claim(at=at, lease=LEASE, limit=BATCH):
            taken += [(row.pk, row.attempts) for row in batch]
        return taken

    claims = [claim for worker in together(take_until_empty) for claim in worker]

    assert sorted(claims) == [(row.pk, 1) for row in rows]
    assert set(Notification.objects.values_list("mail", "attempts", "due_at")) == {(Mail.QUEUED, 1, at + LEASE)}


# Fails when SKIP LOCKED alone is taken out: every worker waits for the lock.
@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_else_holds_is_left_out_and_not_waited_for(at):
    held, free = NotificationFactory(), NotificationFactory()

    def take_without_waiting():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        return [row.pk for row in Notification.objects.claim(at=at, lease=LEASE, limit=BATCH)]

    with transaction.atomic():
        Notification.objects.select_for_update().get(pk=held.pk)
        results = together(take_without_waiting)

    assert sorted(results) == [[], [], [], [free.pk]]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_claimed_inside_somebody_elses_transaction(at):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        Notification.objects.claim(at=at, lease=LEASE, limit=BATCH)


# Fails when the choice of rows is a subquery of the UPDATE: for a table that held no live row when it was last analysed
# the planner runs the subquery anew for each row, and each run locks the next rows.
@pytest.mark.django_db
def test_statistics_of_an_empty_outbox_let_nobody_take_more_than_the_limit(at):
    NotificationFactory().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Notification._meta.db_table}")
    NotificationFactory.create_batch(5)

    taken = [len(Notification.objects.claim(at=at, lease=LEASE, limit=2)) for _ in range(4)]

    assert taken == [2, 2, 1, 0]


@pytest.mark.django_db
def test_a_lease_that_has_ended_lets_the_next_worker_claim(at):
    NotificationFactory()
    claims = [
        [row.attempts for row in Notification.objects.claim(at=moment, lease=LEASE, limit=BATCH)]
        for moment in (at, at + LEASE - timedelta(microseconds=1), at + LEASE)
    ]

    assert claims == [[1], [], [2]]


@pytest.mark.django_db
def test_the_longest_due_come_first(at):
    rows = [NotificationFactory(due_at=at - timedelta(hours=hours)) for hours in (1, 3, 2)]

    claimed = Notification.objects.claim(at=at, lease=LEASE, limit=2)

    assert [row.pk for row in claimed] == [rows[1].pk, rows[2].pk]


@pytest.mark.django_db
def test_claim_takes_one_statement_beside_the_savepoint_of_the_test(at, django_assert_num_queries):
    NotificationFactory.create_batch(3)

    with django_assert_num_queries(
        3
    ) as queries:  # the statement between SAVEPOINT and RELEASE of the test's transaction
        Notification.objects.claim(at=at, lease=LEASE, limit=BATCH)

    assert [query["sql"].split()[0] for query in queries.captured_queries] == ["SAVEPOINT", "WITH", "RELEASE"]
