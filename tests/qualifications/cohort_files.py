"""Files of learners as spreadsheets write them."""

import io
from datetime import date

from openpyxl import Workbook

from qualifications.rules.cohort import LABELS

TWO = [("Amara Whitlock", "Amara@example.org", "27/03/1990"), ("Kofi Brandt", "kofi@example.org", "1985-01-02")]


def csv_of(*rows, header=LABELS, encoding="utf-8"):
    """A CSV file; values hold no commas."""
    return "\r\n".join(",".join(row) for row in [header, *rows]).encode(encoding)


def xlsx_of(*rows, header=LABELS, **further_sheets):
    """A workbook whose first sheet has these rows, with dates as dates."""
    book = Workbook()
    for row in [header, *rows]:
        book.active.append([_cell(value) for value in row])
    for title, lines in further_sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(value):
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value
