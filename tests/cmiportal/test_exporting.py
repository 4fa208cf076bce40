"""CSV out of the admin: the columns that were named, for who may see the rows, and nothing that a spreadsheet runs."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from openpyxl import load_workbook

from cmiportal import exporting
from cmiportal.exporting import CSV, XLSX, CsvExport, neutralised, sheet
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import ApprovalFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:qualifications_enrolment_changelist")
PLACES_COLUMNS = [
    *("number", "learner name", "learner email", "qualification title", "centre name", "state"),
    *("requested on", "registered on", "expires on", "fee pence"),
]
NOT_EXPORTED = ("password", "date_of_birth", "uln", "reason", "text", "body", "context", "data", "token", "secret")
# Which of our reasons a reminder was not sent for; the awarding body.
NO_FREE_TEXT = {("membership.RenewalReminder", "reason"), ("membership.QualificationHeld", "body")}


def export(client, address, *rows):
    return client.post(address, {"action": "export_csv", "_selected_action": [row.pk for row in rows]})


def lines(response):
    return list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))


def test_selected_rows_are_exported_in_the_columns_named(admin_client):
    place, _ = EnrolmentFactory(learner__name="=cmd|' /C calc'!A0"), EnrolmentFactory()

    response = export(admin_client, LIST, place)

    assert response.headers["Content-Disposition"] == 'attachment; filename="enrolment.csv"'
    header, row = lines(response)
    assert header == PLACES_COLUMNS
    assert row[:3] == [place.number, "'=cmd|' /C calc'!A0", place.learner.email]
    assert row[5:] == ["registered", "2026-09-01", "2026-09-14", "2029-09-14", ""]


def test_periods_are_exported_as_two_days(admin_client):
    approval = ApprovalFactory()

    _, row = lines(export(admin_client, reverse("admin:qualifications_approval_changelist"), approval))

    assert row == [approval.centre.name, approval.qualification.title, "2020-01-01", ""]


def test_any_number_of_rows_is_exported_in_the_same_queries(admin_client, django_assert_max_num_queries):
    places = EnrolmentFactory.create_batch(3)
    with django_assert_max_num_queries(50) as one:
        export(admin_client, LIST, places[0])
    with django_assert_max_num_queries(len(one)):
        assert len(lines(export(admin_client, LIST, *places))) == 4


def test_more_rows_than_are_exported_at_once_are_refused_in_words(admin_client, monkeypatch):
    monkeypatch.setattr(exporting, "ROWS_MAX", 1)
    places = EnrolmentFactory.create_batch(2)

    assert export(admin_client, LIST, *places).status_code == 302
    assert "An export has 1 rows at most." in admin_client.get(LIST).text


def test_who_may_not_see_the_rows_exports_none(client):
    person = UserFactory(is_staff=True)
    client.force_login(person)
    place = EnrolmentFactory()

    assert export(client, LIST, place).status_code == 403
    person.user_permissions.add(Permission.objects.get(codename="view_enrolment"))
    assert len(lines(export(client, LIST, place))) == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (False, "False"),
        ("+44 113", "'+44 113"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("-1", "'-1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
    ],
)
def test_a_value_is_written_so_that_no_spreadsheet_runs_it(value, text):
    assert neutralised(value) == text


ROWS = [("who", "people"), ("=cmd|' /C calc'!A0", 3), ("Wren\x0bHoltby", -1), (True, "@x")]


def test_a_workbook_keeps_numbers_and_runs_nothing():
    response = sheet(ROWS, name="people", kind=XLSX)

    assert response.headers["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    page = load_workbook(io.BytesIO(response.content)).active
    assert [tuple(cell.value for cell in row) for row in page.iter_rows()] == [
        ("who", "people"),
        ("'=cmd|' /C calc'!A0", 3),
        ("WrenHoltby", -1),
        ("True", "'@x"),
    ]
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s", "n"}


def test_days_and_times_without_a_zone_are_cells_of_their_own_and_others_stay_text():
    begins, zoned = datetime.fromisoformat("2027-03-29T09:30"), datetime(2027, 3, 29, 8, 30, tzinfo=UTC)
    rows = [("begins", "day", "paid"), (begins, date(2027, 3, 29), Decimal("60.00")), (zoned, None, True)]

    page = load_workbook(io.BytesIO(sheet(rows, name="events", kind=XLSX).content)).active

    assert [(cell.value, cell.is_date) for cell in page[2]] == [
        (begins, True),
        (datetime.fromisoformat("2027-03-29T00:00"), True),
        (60, False),
    ]
    assert [cell.value for cell in page[3]] == ["2027-03-29T08:30+00:00", None, "True"]
    assert lines(sheet(rows, name="events", kind=CSV))[1:] == [
        ["2027-03-29T09:30", "2027-03-29", "60.00"],
        ["2027-03-29T08:30+00:00", "", "True"],
    ]


def test_the_same_rows_as_csv_run_nothing():
    response = sheet(ROWS[:2], name="people", kind=CSV)

    assert response.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert lines(response) == [["who", "people"], ["'=cmd|' /C calc'!A0", "3"]]


def test_no_export_names_a_secret_or_free_text():
    named = {
        (page.model._meta.label, column.rpartition("__")[2])
        for page in admin.site._registry.values()
        if isinstance(page, CsvExport)
        for column in page.export_columns
    }

    assert len(named) > 60
    hidden = {(label, column) for label, column in named if any(word in column for word in NOT_EXPORTED)}
    assert hidden - NO_FREE_TEXT == set()
