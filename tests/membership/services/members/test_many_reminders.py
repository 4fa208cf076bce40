"""Renewal reminders where 200,000 fall due on one day: the queries of one member, and half a minute."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmiportal.notifications.models import Notification
from membership.models import RenewalReminder
from membership.services.members.reminders import counted, due, remind
from tests.factories.many import many_members
from tests.factories.qualifications import NOW
from tests.timing import worked

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = NOW.date()
DAY = timedelta(days=1)
# The ledger's rows and the messages, and the savepoints of two transactions within that of the test.
RUN_QUERIES = 6
SECONDS = 30


@pytest.mark.parametrize("members", [2_000, 200_000])
def test_a_run_takes_the_same_queries_and_half_a_minute_at_most(members):
    many_members(members, ends=TODAY + 60 * DAY)
    sent, queries = 0, 0

    def run():
        nonlocal sent, queries
        with CaptureQueriesContext(connection) as captured:
            sent = remind(at=NOW)
        queries = len(captured)
        connection.check_constraints()  # what the end of a transaction compares

    assert worked(run) < SECONDS
    closed = members // 50
    assert (sent, queries) == (members - closed, RUN_QUERIES)
    assert RenewalReminder.objects.filter(reason="").count() == Notification.objects.count() == sent
    assert RenewalReminder.objects.filter(reason="The account is closed.").count() == closed
    assert remind(at=NOW + DAY) == 0
    assert (_last_turn() - NOW) // timedelta(minutes=1) == (sent - 1) // 600


def test_what_will_be_sent_is_shown_in_two_queries():
    many_members(50_000, ends=TODAY + 31 * DAY, days=365)

    with CaptureQueriesContext(connection) as captured:
        counts = counted(on=TODAY + DAY, today=TODAY)
        page = list(due(on=TODAY + DAY, today=TODAY)[:25])

    assert len(captured) == 2
    whole_days = 31 * 137  # some of the 365 days have 136
    assert abs(sum(number for (days, _), number in counts.items() if days == 60) - whole_days) < 31
    assert [one.days for one in page[:4]] == [60, 30, 60, 30]
    assert {bool(one.reason) for one in page if one.days == 60} == {True}
    assert {one.reason for one in page if one.days == 30} - {"The account is closed."} == {""}


def _last_turn():
    return Notification.objects.order_by("-due_at").values_list("due_at", flat=True)[0]
