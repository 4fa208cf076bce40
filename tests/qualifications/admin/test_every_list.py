"""Every list of the admin: as many queries for a thousand rows as for ten; its search and each filter answer."""

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import CharField, UUIDField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.demo import portal_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.slow

FEW, MANY = 10, 1_000
# Lists over no table of their own, or of tables that the demo leaves empty: why there is nothing to copy.
NOT_FILLED = {
    "accounts.CalendarKey": "nobody in the demo follows their dates in a calendar of their own",
    "accounts.SeenAs": "nobody in the demo has looked as somebody else",
    "insights.PageAddressHistory": "no page of the demo has had another address",
    "merging.Merge": "nobody in the demo had two accounts",
    "mfa.Authenticator": "the demo has no second step",
    "notifications.NotificationPreference": "nobody in the demo has refused a message",
    "pghistory.Events": "a view over all histories, each of which has a list here",
}
PAGES = {model._meta.label: page for model, page in admin.site._registry.items()}


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    """The demo, in a transaction of the module; constraints that copies would break are lifted inside it."""
    with portal_of(django_db_blocker, at=timezone.now()):
        yield


@pytest.fixture
def staff(portal, db):
    """Somebody who may see everything."""
    client = Client()
    client.force_login(UserFactory(admin=True))
    return client


def copy_rows(model, count):
    """Copies of one listed row until there are ``count``; keys are new, unique rules and triggers are lifted."""
    table, key = model._meta.db_table, model._meta.pk
    columns = [field.column for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    listed = ", ".join(f'"{column}"' for column in columns)
    have = model._default_manager.count()
    new = f'(SELECT max("{key.column}") FROM "{table}") + n'
    if isinstance(key, UUIDField):
        new = "gen_random_uuid()"
    elif isinstance(key, CharField):
        new = f"'copy-' || ({have} + n)"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'x', 'c')", [table]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE')
        cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary",
            [table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}" CASCADE')
        cursor.execute(
            f'INSERT INTO "{table}" ("{key.column}", {listed}) SELECT {new}, {listed}'
            f' FROM (SELECT * FROM "{table}" WHERE "{key.column}" = %s) AS row, generate_series(1, %s) AS n',
            [model._default_manager.values_list("pk", flat=True)[0], max(count - have, 0)],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def look(client, address):
    """(number of queries, response)."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    return len(captured), response


def list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("label", sorted(set(PAGES) - set(NOT_FILLED)))
def test_a_list_takes_no_more_queries_for_a_thousand_rows_than_for_ten(staff, label):
    page = PAGES[label]
    address = list_of(page.model)
    copy_rows(page.model, max(FEW, page.model._default_manager.count() + 2))
    look(staff, address)
    few, response = look(staff, address)
    assert response.status_code == 200
    copy_rows(page.model, MANY)
    many, _ = look(staff, address)

    assert many <= few
    assert page.model._default_manager.count() >= MANY


@pytest.mark.parametrize("label", sorted(PAGES))
def test_search_and_each_filter_of_a_list_answer(staff, label):
    page = PAGES[label]
    address = list_of(page.model)
    response = staff.get(address)
    links = [
        choice["query_string"] for spec in response.context["cl"].filter_specs for choice in _choices(spec, response)
    ]
    links += [f"?{urlencode({'q': text})}" for text in ("amara", "ü 1 %", "' OR 1=1") if page.search_fields]

    assert {link: staff.get(address + link).status_code for link in links if link} == {
        link: 200 for link in links if link
    }


def _choices(spec, response):
    """Two of the choices of a filter, the second and the last."""
    choices = list(spec.choices(response.context["cl"]))
    return [choices[1], choices[-1]] if len(choices) > 1 else choices
