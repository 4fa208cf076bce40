"""Rows of an admin list as CSV: the columns that the list's admin names, and no others.

Only what import-export has for exporting is used: nothing enters the portal by this way.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from import_export.fields import Field
from import_export.resources import ModelResource

ROWS_MAX = 10_000
# A spreadsheet calculates what begins with one of these, in full width too; an apostrophe makes it a text.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralised(value: Any) -> str:
    """The value as text that no spreadsheet runs; times to the minute, in UTC."""
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

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The admin's own, and the export for those who may see the rows."""
        actions = super().get_actions(request)  # type: ignore[misc]
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            return actions
        return {**actions, "export_csv": (_export, "export_csv", "Export selected rows as CSV")}


def _export(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    if queryset.count() > ROWS_MAX:
        said = f"An export has {ROWS_MAX:,} rows at most. Filter the list first."
        model_admin.message_user(request, said, messages.ERROR)
        return None
    references = [path.rpartition("__")[0] for path in model_admin.export_columns if _refers(model_admin.model, path)]
    rows = queryset.select_related(*references) if references else queryset
    dataset = _resource(model_admin).export(rows)
    name = f"{model_admin.opts.model_name}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(f"\ufeff{dataset.csv}", content_type="text/csv; charset=utf-8", headers=headers)


def _refers(model: Any, path: str) -> bool:
    return model._meta.get_field(path.partition("__")[0]).is_relation


def _resource(model_admin: Any) -> ModelResource:
    columns = {
        path: Column(attribute=path, column_name=path.replace("__", " ").replace("_", " "))
        for path in model_admin.export_columns
    }
    meta = type("Meta", (), {"model": model_admin.model, "fields": list(columns), "export_order": list(columns)})
    return type("Export", (ModelResource,), {**columns, "Meta": meta})()
