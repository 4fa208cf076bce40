"""Reports in the admin: written, given a file, and counted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cmiportal.documents.models import StoredFile
from insights.models import Report
from insights.services.reports import count_download, keep_file
from tests.factories.documents import upload
from tests.factories.insights import ReportFactory, TopicFactory, editor
from tests.factories.qualifications import NOW
from tests.insights.admin.forms import stamp
from tests.insights.services.test_reports import PDF

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"admin:insights_report_{name}", args=args)


@pytest.fixture(autouse=True)
def writer(client):
    """An editor, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def typed():
    """A report as it is typed."""
    return {
        "title": "Managers and their time",
        "slug": "managers-and-time",
        "kind": "survey",
        "standfirst": "Where the week goes.",
        "body": "## What we asked\n\nOne question.",
        "topic": TopicFactory().pk,
        "published_on": "",
    }


def with_file(report):
    report.file = keep_file(upload=upload("managers.pdf", PDF), at=NOW)
    report.save()
    return report


def test_a_report_needs_no_file(client, typed):
    assert client.post(page("add"), typed).status_code == 302

    row = Report.objects.get()
    assert (row.slug, row.file) == ("managers-and-time", None)
    assert "None: the text is typeset as PDF" in client.get(page("change", row.pk)).text


def test_a_file_comes_with_it(client, typed):
    client.post(page("add"), {**typed, "upload": upload("managers.pdf", PDF)})

    row = Report.objects.get()
    assert (row.file.name, row.file.kind, row.file.owner) == ("managers.pdf", "report", None)
    assert "managers.pdf" in client.get(page("change", row.pk)).text


def test_another_file_takes_its_place_and_it_can_be_taken_away(client, typed):
    row = with_file(ReportFactory(published_on=None))
    client.post(page("change", row.pk), {**typed, **stamp(client, row), "upload": upload("newer.pdf", PDF)})
    assert [file.name for file in StoredFile.objects.all()] == ["newer.pdf"]

    client.post(page("change", row.pk), {**typed, **stamp(client, row), "take_away": "on"})

    row.refresh_from_db()
    assert (row.file, StoredFile.objects.exists()) == (None, False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"upload": upload("minutes.png")}, "We take PDF, DOCX, XLSX and PPTX files."),
        ({"upload": upload("managers.pdf", PDF), "take_away": "on"}, "Either put a file in place of this one"),
        ({"upload": upload("managers.pdf", PDF), "title": ""}, "This field is required."),
    ],
)
def test_what_does_not_fit_is_said_and_no_file_is_left(client, typed, wrong, said):
    for sent in wrong.values():
        if hasattr(sent, "seek"):
            sent.seek(0)

    assert said in client.post(page("add"), {**typed, **wrong}).text

    assert not Report.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_address_stays_once_a_report_has_a_day(client, typed):
    row = ReportFactory()

    client.post(page("change", row.pk), {**typed, **stamp(client, row), "slug": "other", "published_on": "2026-10-05"})

    row.refresh_from_db()
    assert (row.title, row.slug == "other") == ("Managers and their time", False)


def test_downloads_are_shown_by_month_and_in_all(client):
    row = ReportFactory()
    for days in (0, 0, 60):
        count_download(report=row, at=NOW - timedelta(days=days))

    shown = client.get(page("change", row.pk)).text
    assert f"{NOW:%B %Y}: 2<br>" in shown
    assert f"{NOW - timedelta(days=60):%B %Y}: 1<br>" in shown
    assert '<td class="field-has_downloads">3</td>' in client.get(page("changelist")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_however_long(client, django_assert_num_queries, count):
    ReportFactory.create_batch(count, topic=TopicFactory())

    with django_assert_num_queries(7):
        client.get(page("changelist"))


def test_a_report_is_looked_at_without_being_saved(client, typed):
    answer = client.post(page("preview"), typed)

    assert "What we asked</h2>" in answer.text
    assert not Report.objects.exists()


def test_nobody_takes_a_report_away(client):
    assert client.post(page("delete", ReportFactory().pk), {"post": "yes"}).status_code == 403
