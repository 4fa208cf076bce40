"""Applications in the admin: looked at when one is questioned; what happens to them happens on their own pages alone.

What a referee wrote is shown to those who judge, not here.
"""

from django.contrib import admin

from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import (
    CharteredApplication,
    CharteredApplicationEvent,
    Referee,
    Statement,
    StatementEvidence,
    StatementVersion,
)


class StatementInline(ReadOnlyInline):
    """How far each statement is, without its text."""

    model = Statement
    fields = ("criterion", "words", "revision", "saved_at")
    ordering = ("criterion__position",)


class RefereeInline(ReadOnlyInline):
    """Who was asked and whether they answered."""

    model = Referee
    fields = ("person", "asked_at", "answered_at")


class ApplicationEventInline(ReadOnlyInline):
    """The moves of an application, without what was sealed."""

    model = CharteredApplicationEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor", "link", "data")
    ordering = ("sequence",)


@admin.register(CharteredApplication)
class CharteredApplicationAdmin(CsvExport, ReadOnlyAdmin):
    """Applications of everybody, with where each stands."""

    list_display = ("number", "person", "route", "status", "state", "attempt", "submitted_at", "decided_at")
    list_filter = ("state", "route", "status")
    list_select_related = ("person", "route")
    search_fields = ("number", "person__name", "person__email")
    search_help_text = "Number or applicant"
    date_hierarchy = "created_at"
    ordering = ("-created_at", "pk")
    export_columns = (
        *("number", "person__name", "route__title", "status", "state", "attempt"),
        *("created_at", "submitted_at", "decided_at"),
    )
    inlines = (StatementInline, RefereeInline, ApplicationEventInline)
    fieldsets = (
        (None, {"fields": ("number", "person", "route", "status", "state", "moves", "attempt", "order")}),
        (
            "Dates",
            {"fields": ("created_at", "code_accepted_at", "submitted_at", "valid_until", "answer_by", "decided_at")},
        ),
    )


@admin.register(StatementVersion)
class StatementVersionAdmin(ReadOnlyAdmin):
    """Statements as they were submitted, to be read when an outcome is questioned."""

    list_display = ("application", "criterion", "attempt", "words")
    list_filter = ("criterion",)
    list_select_related = ("application", "criterion")
    search_fields = ("application__number", "application__person__name")
    ordering = ("-pk",)


@admin.register(StatementEvidence)
class StatementEvidenceAdmin(ReadOnlyAdmin):
    """Which evidence stands behind which statement, and how it was judged there."""

    list_display = ("item", "statement", "pointer", "accepted", "judged_by", "current_until")
    list_filter = ("accepted",)
    list_select_related = ("item", "statement__criterion", "judged_by")
    search_fields = ("item__title", "statement__application__number")
    ordering = ("-pk",)
