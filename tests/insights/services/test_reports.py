"""Reports: their files, what is typeset where there is none, and downloads that are counted by day."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone

from cmiportal.documents.models import StoredFile
from cmiportal.documents.permissions import may_open
from cmiportal.documents.refusals import FileRefused
from cmiportal.rules.days import uk_day
from insights.models import ReportDownloads
from insights.services.reports import count_download, downloads_by_month, keep_file, pdf_of, put_file
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.insights import ReportFactory, editor
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

BODY = """## What we asked

- How long?
- For *whom*?

| Year | Members |
| --- | ---: |
| 2026 | many |

> So be it.
"""
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def kept(content=PDF, name="managers.pdf"):
    return keep_file(upload=upload(name, content), at=NOW)


def test_a_report_without_a_file_is_typeset_and_the_same_words_give_the_same_bytes():
    report = ReportFactory(body=BODY)
    first = pdf_of(report)
    cache.clear()

    assert first.startswith(b"%PDF-")
    assert pdf_of(report) == first


def test_what_is_typeset_once_is_kept_and_other_words_are_typeset_anew():
    report = ReportFactory(body=BODY)
    first = pdf_of(report)
    report.body = "Other words."

    assert pdf_of(report) != first
    assert len(cache._cache.get_client().keys("*report-*")) == 2


def test_words_are_never_markup_of_the_typesetter():
    report = ReportFactory(title="#panic() $x$ *y*", body="#panic(1)\n\n- #let x = 1\n\n`#x`\n\n    #code\n")

    assert pdf_of(report).startswith(b"%PDF-")


def test_a_draft_is_typeset_too_and_letters_that_no_font_has_are_left_out():
    assert pdf_of(ReportFactory(published_on=None, title="Time \U000130b8")).startswith(b"%PDF-")


def test_downloads_are_counted_by_day_in_uk_time():
    report = ReportFactory()
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # already July in London

    for at in (late, late, late + timedelta(days=40)):
        count_download(report=report, at=at)

    rows = ReportDownloads.objects.order_by("day").values_list("report", "day", "count")
    assert list(rows) == [(report.pk, date(2026, 7, 1), 2), (report.pk, date(2026, 8, 10), 1)]
    assert downloads_by_month(report) == [(date(2026, 8, 1), 1), (date(2026, 7, 1), 2)]


def test_a_file_takes_the_place_of_the_one_before_which_goes():
    report = ReportFactory()
    first, second = kept(), kept()

    put_file(report=report, file=first)
    assert put_file(report=report, file=second).file == second

    assert list(StoredFile.objects.all()) == [second]
    assert put_file(report=report, file=None).file is None
    assert not StoredFile.objects.exists()


def test_the_same_file_again_stays():
    report = ReportFactory(file=kept())

    assert put_file(report=report, file=report.file).file == StoredFile.objects.get()


def test_files_of_other_types_are_refused():
    with pytest.raises(FileRefused, match=re.escape("We take PDF, DOCX, XLSX and PPTX files.")):
        kept(content=None, name="minutes.png")


def test_a_file_opens_for_anybody_from_the_day_on_and_for_editors_before():
    tomorrow = uk_day(timezone.now()) + timedelta(days=1)
    shown, later, loose = kept(), kept(), kept()
    ReportFactory(file=shown)
    ReportFactory(file=later, published_on=tomorrow)

    for person, opened in ((AnonymousUser(), [shown]), (UserFactory(), [shown]), (editor(), [shown, later])):
        assert [file for file in (shown, later, loose) if may_open(person, file)] == opened
