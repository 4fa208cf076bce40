"""A CPD record as PDF and as CSV."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from cmiportal.documents.services import withdraw_item
from membership.models import Area, CpdEntry, CpdEvidence
from membership.services.cpd.record import COLUMNS, LEFT_OUT, as_csv, as_pdf
from tests.factories.accounts import UserFactory
from tests.factories.cpd import AreaFactory, CpdEntryFactory
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(name="Wren Holtby")


@pytest.fixture
def entry(person):
    return CpdEntryFactory(
        person=person,
        title="Difficult conversations",
        area=AreaFactory(key="communicating", position=1),
        minutes=90,
        need="I put off hard talks.",
        learnt="I begin with a question.\n\nIt works.",
    )


def shown_by(entry, **item):
    CpdEvidence.objects.create(entry=entry, item=ItemFactory(owner=entry.person, **item))
    return CpdEvidence.objects.get(entry=entry, item__title=item["title"]).item


def rows_of(person):
    return CpdEntry.objects.visible_to(person).whole()


def lines_of(person):
    return list(csv.reader(StringIO(as_csv(rows_of(person)))))


def text_of(person, **other):
    said = {"period": "2026", "areas": list(Area.objects.all()), "at": NOW, **other}
    pages = PdfReader(BytesIO(as_pdf(person=person, entries=list(rows_of(person)), **said))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_the_csv_has_a_line_for_each_entry(person, entry):
    shown_by(entry, title="Feedback of two colleagues")
    withdraw_item(item=shown_by(entry, title="Minutes"), at=NOW)

    assert lines_of(person) == [
        list(COLUMNS),
        [
            *("2026-03-09", "Difficult conversations", "Course or qualification"),
            *("Communicating", "Personal effectiveness", "90"),
            *("I put off hard talks.", "", "", "I begin with a question.\n\nIt works."),
            "Feedback of two colleagues; Minutes (withdrawn)",
        ],
    ]


def test_no_spreadsheet_calculates_what_somebody_wrote(person):
    CpdEntryFactory(person=person, title="=1+1", need="@SUM(A1)", plan="-2")

    line = lines_of(person)[1]
    assert (line[1], line[6], line[7], line[5]) == ("'=1+1", "'@SUM(A1)", "'-2", "")


def test_the_pdf_says_what_was_done_and_what_was_built(person, entry):
    AreaFactory(key="direction", position=2)
    shown_by(entry, title="Feedback of two colleagues")

    text = text_of(person)

    for said in (
        "Wren Holtby",
        "2 November 2026",
        "9 March 2026 · Course or qualification · Communicating · 1 hour 30 minutes",
        "Reflect\nI put off hard talks.",
        "Evaluate\nI begin with a question.\nIt works.",
        "Feedback of two colleagues",
        "Communicating Personal effectiveness 1",
        "Direction Personal effectiveness 0",
    ):
        assert said in text, text
    assert "Plan\n" not in text
    assert LEFT_OUT not in text


def test_a_record_without_entries_says_so(person):
    assert "There is none." in text_of(person)


def test_what_cannot_be_printed_is_left_out_and_the_record_says_so(person, entry):
    CpdEntryFactory(person=person, title="Reading 𓀀 signs", area=entry.area, on=date(2026, 2, 1))

    text = text_of(person)

    assert "Reading signs" in text
    assert "Difficult conversations" in text
    assert LEFT_OUT.partition(" and")[0] in text
