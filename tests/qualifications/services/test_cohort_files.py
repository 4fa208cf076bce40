"""A table of learners out of a file, whatever was sent in its place."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from qualifications.rules.cohort import LABELS
from qualifications.services import cohort_files
from qualifications.services.cohort_files import BadFile, empty_csv, empty_workbook, rows_in
from tests.qualifications.cohort_files import TWO, csv_of, xlsx_of

HEADER = list(LABELS)


def refusal(content):
    with pytest.raises(BadFile) as refused:
        rows_in(content)
    return str(refused.value)


def book_with(cell, value):
    book = Workbook()
    book.active.append(HEADER)
    book.active[cell] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_is_read_as_spreadsheets_of_any_country_write_it(delimiter, mark):
    text = delimiter.join(HEADER) + "\r\n" + delimiter.join(["Zoë 山本", "zoe@example.org", "1990-03-27"])

    assert rows_in(mark + text.encode()) == [HEADER, ["Zoë 山本", "zoe@example.org", "1990-03-27"]]


def test_a_workbook_gives_dates_as_dates_and_may_have_empty_sheets():
    rows = rows_in(xlsx_of(*TWO, Sheet2=[]))

    assert rows == [HEADER, list(TWO[0]), ["Kofi Brandt", "kofi@example.org", datetime.fromisoformat("1985-01-02")]]


@pytest.mark.parametrize("make", [empty_csv, empty_workbook])
def test_the_empty_files_hold_the_names_of_the_columns(make):
    assert rows_in(make()) == [HEADER]


def test_a_workbook_with_nothing_in_it_has_no_rows():
    content = io.BytesIO()
    Workbook().save(content)

    assert rows_in(content.getvalue()) == []


@pytest.mark.parametrize("formula", ["=1+1", ArrayFormula("A2:A3", "=B1:B2")])
def test_a_formula_is_kept_as_one_and_not_calculated(formula):
    assert str(rows_in(book_with("A2", formula))[1][0]).startswith("=")


def test_two_sheets_with_learners_are_refused_by_name():
    assert refusal(xlsx_of(*TWO, More=[["Priya"]])) == (
        "It has 2 sheets with something on them: Sheet and More. Keep the learners on one and delete the others."
    )


def test_a_sheet_that_nobody_sees_is_called_hidden():
    book = load_workbook(io.BytesIO(xlsx_of(*TWO, Lists=[["Leeds"]])))
    book["Lists"].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)

    assert "on them: Sheet and Lists (hidden)." in refusal(content.getvalue())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n ", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, cohort_files.OLD),
        (b"a,b\x00c", cohort_files.NOT_A_TABLE),
        (b'Full name\n"open', cohort_files.NOT_A_TABLE),
        ("Full name,Zoë".encode("utf-16"), cohort_files.NOT_UTF8.format("")),
        (
            csv_of(("Zoë", "zoe@example.org", "1990-01-01"), encoding="cp1252"),
            cohort_files.NOT_UTF8.format(", first in row 2"),
        ),
        (b"\n" * 5_001, "The file is empty."),
        (b"a\n" * 5_001, "It reaches beyond row 5,000. Delete the rows below the last learner."),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, sentence):
    assert refusal(content) == sentence


def test_a_workbook_that_reaches_far_down_is_not_read_to_its_end():
    assert refusal(book_with("A1048576", "last")) == cohort_files.TOO_FAR


def test_a_workbook_of_many_sheets_is_not_read():
    sheets = {f"Sheet{number}": [] for number in range(cohort_files.SHEETS_READ)}

    assert refusal(xlsx_of(*TWO, **sheets)) == cohort_files.TOO_MANY_SHEETS


def test_a_workbook_whose_sheets_are_one_part_is_not_read():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(*TWO, Again=[]))) as book, zipfile.ZipFile(content, "w") as changed:
        for name in book.namelist():
            changed.writestr(
                name, book.read(name).replace(b'/xl/worksheets/sheet2.xml"', b'/xl/worksheets/sheet1.xml"')
            )

    assert refusal(content.getvalue()) == cohort_files.BROKEN


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr(cohort_files, "UNPACKED_MAX", 1_000)

    assert refusal(xlsx_of(*TWO)).startswith("Unpacked, this file holds far more")


def test_other_archives_and_damaged_workbooks_are_refused():
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("learners.csv", csv_of(*TWO))
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(*TWO))) as whole, zipfile.ZipFile(broken, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, b"<broken" if name == "xl/workbook.xml" else whole.read(name))

    assert refusal(plain.getvalue()) == cohort_files.NOT_A_TABLE
    assert refusal(broken.getvalue()) == cohort_files.BROKEN
