"""Discount codes for events: the events team keeps them, and sees no others."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateformat import format as format_date

from cmiportal.billing.admin import DiscountAdmin
from cmiportal.exporting import SheetExport

from ..forms.codes import DAY, CodeForm
from ..models import EventCode
from ..permissions import is_of_the_events_team


@admin.register(EventCode)
class EventCodeAdmin(SheetExport, DiscountAdmin):
    """Codes, when each holds, and how often it was used; a code ends by its last day, and is not removed."""

    form = CodeForm
    fields = ("code", "percent", ("first_day", "last_day"), "uses")
    list_display = ("code", "percent", "days", "used", "uses")
    list_filter = ("percent",)
    search_fields = ("code",)
    search_help_text = "Code"
    export_columns = ("code", "percent", "during", "uses")

    def exported(self, rows: QuerySet[Any]) -> list[Sequence[Any]]:
        """With the last day, not the one after it, and how often the code was used."""
        heads = ("code", "per cent off", "first day", "last day", "used", "how often at most")
        return [heads, *(self._line(row) for row in rows)]

    def _line(self, row: Any) -> Sequence[Any]:
        first, after = row.during.lower, row.during.upper
        return row.code, row.percent, first, after and after - DAY, self.used(row), row.uses

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The events team, with the right to."""
        return is_of_the_events_team(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The events team, with the right to."""
        return is_of_the_events_team(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    @admin.display(description="holds", ordering="during")
    def days(self, row: EventCode) -> str:
        """From the first day to the last, where there is one."""
        first, after = row.during.lower, row.during.upper
        said = [f"from {format_date(first, 'j F Y')}" if first else ""]
        said += [f"to {format_date(after - DAY, 'j F Y')}" if after else ""]
        return " ".join(filter(None, said)) or "always"
