"""Discount codes for events: the events team keeps them, and sees no others."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.dateformat import format as format_date

from cmiportal.billing.admin import DiscountAdmin

from ..forms.codes import DAY, CodeForm
from ..models import EventCode
from ..permissions import is_of_the_events_team


@admin.register(EventCode)
class EventCodeAdmin(DiscountAdmin):
    """Codes, when each holds, and how often it was used; a code ends by its last day, and is not removed."""

    form = CodeForm
    fields = ("code", "percent", ("first_day", "last_day"), "uses")
    list_display = ("code", "percent", "days", "used", "uses")
    list_filter = ("percent",)
    search_fields = ("code",)
    search_help_text = "Code"
    export_columns = ("code", "percent", "during", "uses")

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
