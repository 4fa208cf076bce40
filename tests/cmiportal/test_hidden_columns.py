"""What an admin hides is found by no address: the admin itself allows lookups over all of a table's own columns."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.calendar_keys import renew_calendar_key
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HIDDEN = [
    ("accounts.User", "password"),
    ("accounts.CalendarKey", "secret"),
    ("mfa.Authenticator", "data"),
    ("links.Link", "token_sha256"),
    ("notifications.Notification", "context"),
    ("documents.StoredFile", "storage_key"),
    ("billing.Payment", "token"),
    ("billing.Payment", "extra_data"),
    ("membership.CharteredStatus", "code"),
    ("membership.CriterionJudgement", "feedback"),
    ("membership.Appeal", "grounds"),
    ("membership.Nomination", "statement"),
    ("membership.Nomination", "reasons"),
    ("membership.CpdEntry", "need"),
    ("membership.CpdEntry", "plan"),
    ("membership.CpdEntry", "action"),
    ("membership.CpdEntry", "learnt"),
    ("membership.GradeRequest", "concession"),
    ("events.Booking", "access_needs"),
    ("events.Booking", "diet"),
]


@pytest.mark.parametrize(("table", "column"), HIDDEN)
@pytest.mark.parametrize("lookup", ["", "__startswith", "__regex", "__secret__startswith"])
def test_no_address_asks_for_a_column_that_is_hidden(table, column, lookup, rf):
    model = apps.get_model(table)
    page = admin.site._registry[model]
    other = next(field.name for field in model._meta.concrete_fields if field.name not in page.hidden_columns)

    assert not page.lookup_allowed(column + lookup, "a", rf.get("/"))
    assert page.lookup_allowed(other, "a", rf.get("/"))


def test_a_secret_is_not_found_letter_by_letter(admin_client):
    person = UserFactory(name="Wren Ashgrove")
    secret = renew_calendar_key(person=person, at=timezone.now()).secret
    page = reverse("admin:accounts_calendarkey_changelist")
    assert "Wren Ashgrove" in admin_client.get(page, {"person__id__exact": person.pk}).text

    # The admin answers by 400, with nothing of the rows.
    assert admin_client.get(page, {"secret__startswith": secret[:1]}).status_code == 400
