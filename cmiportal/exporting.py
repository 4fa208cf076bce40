"""Rows of an admin list as CSV or as a workbook: the columns that the list's admin names, and no others.

Only what import-export has for exporting is used: nothing enters the portal by this way.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from import_export.fields import Field
from import_export.resources import ModelResource
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

ROWS_MAX = 10_000
CSV, XLSX = "csv", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet calculates what begins with one of these, in full width too; an apostrophe makes it a text.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralised(value: Any) -> str:
    """The value as text that no spreadsheet runs; times to the minute, in UTC unless they have no zone."""
    if value is None:
        return ""
    text = value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


class Column(Field):
    """A column that is only read, along a path over references."""

    def export(self, instance: Any, **kwargs: Any) -> str:
        """The value at the end of the path."""
        return neutralised(self.get_value(instance))


class CsvExport:
    """Mixed into an admin whose ``export_columns`` are paths like ``learner__name``: no secrets, no free text."""

    export_columns: tuple[str, ...] = ()

    def exported(self, rows: QuerySet[Any]) -> list[Sequence[Any]]:
        """The names of the columns, and a line for each row."""
        references = [path.rpartition("__")[0] for path in self.export_columns if _refers(self.model, path)]  # type: ignore[attr-defined]
        dataset = _resource(self).export(rows.select_related(*references) if references else rows)
        return [dataset.headers, *dataset]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The admin's own, and the export for those who may see the rows."""
        actions = super().get_actions(request)  # type: ignore[misc]
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            return actions
        return {**actions, "export_csv": (partial(_export, kind=CSV), "export_csv", "Export selected rows as CSV")}


class SheetExport(CsvExport):
    """The same rows as a workbook besides."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Both exports, for those who may see the rows."""
        actions = super().get_actions(request)
        if "export_csv" not in actions:
            return actions
        said = "Export selected rows as a workbook (XLSX)"
        return {**actions, "export_xlsx": (partial(_export, kind=XLSX), "export_xlsx", said)}


def sheet(rows: Iterable[Sequence[Any]], *, name: str, kind: str) -> HttpResponse:
    """Rows, the first of them the names of the columns, as a file to download; ``kind`` is CSV or XLSX.

    Numbers, days, and times without a zone are cells of their own kind in a workbook; all else is text that no
    spreadsheet runs (``neutralised``).
    """
    content, media_type = (_workbook(rows), XLSX_TYPE) if kind == XLSX else (_lines(rows), "text/csv; charset=utf-8")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    """CSV; the mark at the beginning tells spreadsheets that the letters are UTF-8."""
    file = io.StringIO()
    csv.writer(file).writerows([neutralised(value) for value in row] for row in rows)
    return f"\ufeff{file.getvalue()}"


def _workbook(rows: Iterable[Sequence[Any]]) -> bytes:
    """XLSX, in which numbers, days and times stay what they are, without the characters that its XML cannot hold."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Export")
    for row in rows:
        page.append([value if _is_kept(value) else ILLEGAL_CHARACTERS_RE.sub("", neutralised(value)) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _is_kept(value: Any) -> bool:
    """A number, a day, or a time without a zone: a workbook knows none."""
    if isinstance(value, datetime):
        return value.tzinfo is None
    return isinstance(value, int | Decimal | date) and not isinstance(value, bool)


def _export(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any], *, kind: str) -> HttpResponse | None:
    if queryset.count() > ROWS_MAX:
        said = f"An export has {ROWS_MAX:,} rows at most. Filter the list first."
        model_admin.message_user(request, said, messages.ERROR)
        return None
    return sheet(model_admin.exported(queryset), name=model_admin.opts.model_name, kind=kind)


def _refers(model: Any, path: str) -> bool:
    return model._meta.get_field(path.partition("__")[0]).is_relation


def _resource(model_admin: Any) -> ModelResource:
    columns = {
        path: Column(attribute=path, column_name=path.replace("__", " ").replace("_", " "))
        for path in model_admin.export_columns
    }
    meta = type("Meta", (), {"model": model_admin.model, "fields": list(columns), "export_order": list(columns)})
    return type("Export", (ModelResource,), {**columns, "Meta": meta})()
