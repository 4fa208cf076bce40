"""Lists of the admin and of the team over very many rows: their first page reads an index and no whole table."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from tests.factories.accounts import UserFactory
from tests.factories.many import many_records

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LISTS = (
    "admin:membership_membership_changelist",
    "admin:membership_graderequest_changelist",
    "admin:membership_renewalreminder_changelist",
    "admin:billing_order_changelist",
    "membership:request_queue",
    "membership:reminder_plan",
)
TABLES = "accounts_user|membership_membership|membership_graderequest|membership_renewalreminder|billing_order"
WHOLE = re.compile(rf"Seq Scan on ({TABLES})\b")


def test_the_first_page_of_each_list_reads_no_whole_table(client):
    many_records(20_000)
    client.force_login(UserFactory(is_superuser=True, is_staff=True, groups=[MEMBERSHIP_ASSESSORS]))
    for name in LISTS:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        pages = [query["sql"] for query in captured.captured_queries if re.search(r"LIMIT (?!1\b)\d+", query["sql"])]
        assert pages, name
        for sql in pages:
            assert not WHOLE.search(plan_of(sql)), (name, plan_of(sql))


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())
