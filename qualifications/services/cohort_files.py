"""A table of learners as a file: CSV or XLSX in, rows of plain cells out, and the empty file to begin with.

What comes in is bounded before it is read: its size by the form; what a workbook unpacks to, and how far it reaches,
here.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException

from cmiportal.documents import archives
from cmiportal.documents.judging import OLE, XLSX
from cmiportal.documents.refusals import FileRefused

from ..rules.cohort import LABELS, Cell

UNPACKED_MAX = 20 * 1024 * 1024
ROWS_READ = 5_000
CELLS_READ = 50
SHEETS_READ = 20  # a sheet of one cell can reach as far down as we read
DELIMITERS = ",;\t"
UNREADABLE = (
    *(ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError),
    *(InvalidFileException, ParseError, zipfile.BadZipFile, zlib.error),
)

EMPTY = "The file is empty."
OLD = "This is an older Excel file, or one that is locked with a password. Save it as XLSX without a password."
NOT_A_TABLE = "This is neither a CSV file nor an Excel workbook (XLSX)."
NOT_UTF8 = "Its letters are not in UTF-8{}. In Excel, save it as “CSV UTF-8” or as XLSX."
TOO_FAR = f"It reaches beyond row {ROWS_READ:,}. Delete the rows below the last learner."
SHEETS = "It has {} sheets with something on them: {}. Keep the learners on one and delete the others."
TOO_MANY_SHEETS = f"It has more than {SHEETS_READ} sheets. Keep the learners on one and delete the others."
BROKEN = "This workbook cannot be read. Open it in the program that made it and save it again as XLSX."


class BadFile(Exception):
    """The file is no table that can be read; the first argument is a sentence."""


class BoundedReader(ExcelReader):
    """Reads sheets only where they are few, and none twice: what unpacks once could be parsed a thousand times."""

    def read_worksheets(self) -> None:
        """As openpyxl does; raises BadFile."""
        parts = [relation.target for _, relation in self.parser.find_sheets()]
        if len(parts) > SHEETS_READ:
            raise BadFile(TOO_MANY_SHEETS)
        if len(set(parts)) < len(parts):
            raise BadFile(BROKEN)
        super().read_worksheets()


def rows_in(content: bytes) -> list[list[Cell]]:
    """The rows of a CSV file or of the one sheet of a workbook that has any, told apart by their bytes."""
    if not content.strip():
        raise BadFile(EMPTY)
    if content.startswith(OLE):
        raise BadFile(OLD)
    if content.startswith(archives.ZIP_START):
        return _workbook_rows(content)
    return _csv_rows(_decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(NOT_UTF8.format(""))
    if b"\x00" in content:
        raise BadFile(NOT_A_TABLE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFile(NOT_UTF8.format(f", first in row {line}")) from None


def _csv_rows(text: str) -> list[list[Cell]]:
    head = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return _bounded(row[:CELLS_READ] for row in rows)
    except csv.Error:
        raise BadFile(NOT_A_TABLE) from None


def _workbook_rows(content: bytes) -> list[list[Cell]]:
    try:
        found = archives.media_type(io.BytesIO(content), size=len(content), unpacked_max=UNPACKED_MAX)
    except FileRefused as refusal:
        raise BadFile(str(refusal)) from None
    if found != XLSX.media_type:
        raise BadFile(NOT_A_TABLE)
    try:
        reader = BoundedReader(io.BytesIO(content), read_only=True, keep_links=False)
        reader.read()
        sheets = {_title(sheet): _bounded(_cells(sheet)) for sheet in reader.wb.worksheets}
    except UNREADABLE:
        raise BadFile(BROKEN) from None
    filled = {title: rows for title, rows in sheets.items() if any(cell is not None for row in rows for cell in row)}
    if len(filled) > 1:
        raise BadFile(SHEETS.format(len(filled), " and ".join(filled)))
    return next(iter(filled.values()), [])


def _title(sheet: Any) -> str:
    return str(sheet.title) if sheet.sheet_state == "visible" else f"{sheet.title} (hidden)"


def _cells(sheet: Any) -> Iterator[list[Cell]]:
    for row in sheet.iter_rows(values_only=True):
        yield [_plain(value) for value in row[:CELLS_READ]]


def _plain(value: Any) -> Cell:
    """The value of a cell; a formula over several cells is an object, and told as any other formula."""
    return value if value is None or isinstance(value, (str, int, float, date)) else f"={value}"


def _bounded(rows: Iterator[list[Any]]) -> list[list[Cell]]:
    read = list(islice(rows, ROWS_READ + 1))
    if len(read) > ROWS_READ:
        raise BadFile(TOO_FAR)
    return read


def empty_csv() -> bytes:
    """A file with the names of the columns; the mark at its start tells Excel that it is UTF-8."""
    return f"\ufeff{','.join(LABELS)}\r\n".encode()


def empty_workbook() -> bytes:
    """The same as a workbook, with columns as wide as their names ask."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Learners"
    sheet.append(list(LABELS))
    for column in sheet.iter_cols():
        sheet.column_dimensions[column[0].column_letter].width = 32
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
