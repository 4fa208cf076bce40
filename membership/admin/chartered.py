"""Discussions, holders, appeals and statuses in the admin: looked at when one is questioned, changed on their pages.

Grounds of appeals and feedback are read by those who decide, not here.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cmiportal.exporting import CsvExport
from cmiportal.hidden_columns import HiddenColumns
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import (
    Appeal,
    AppealEvent,
    ApplicationHolder,
    CharteredStatus,
    CriterionJudgement,
    Discussion,
    RegisterEntry,
    Slot,
)


class DiscussionInline(ReadOnlyInline):
    """The bookings of a time."""

    model = Discussion
    fields = ("application", "booked_at", "sequence", "cancelled_at", "held_at")


@admin.register(Slot)
class SlotAdmin(CsvExport, ReadOnlyAdmin):
    """Times that assessors offer, and who booked them."""

    list_display = ("assessor", "during", "withdrawn_at")
    list_filter = (("withdrawn_at", admin.EmptyFieldListFilter),)
    list_select_related = ("assessor",)
    search_fields = ("assessor__name", "assessor__email", "discussions__application__number")
    search_help_text = "Assessor, or number of an application"
    ordering = ("-during", "pk")
    export_columns = ("assessor__name", "during", "withdrawn_at")
    inlines = (DiscussionInline,)


@admin.register(ApplicationHolder)
class ApplicationHolderAdmin(CsvExport, ReadOnlyAdmin):
    """Who holds or held which stage of which application."""

    list_display = ("application", "applicant", "stage", "person", "since", "declared_at", "ended_at")
    list_filter = ("stage", ("declared_at", admin.EmptyFieldListFilter), ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("application", "applicant", "person")
    search_fields = ("application__number", "applicant__name", "person__name", "person__email")
    search_help_text = "Number, applicant or holder"
    date_hierarchy = "since"
    ordering = ("-since", "-pk")
    export_columns = ("application__number", "applicant__name", "stage", "person__name", "since", "ended_at")


@admin.register(CriterionJudgement)
class CriterionJudgementAdmin(CsvExport, HiddenColumns, ReadOnlyAdmin):
    """Which criteria were judged to be met in which attempt."""

    hidden_columns = ("feedback",)
    list_display = ("application", "criterion", "attempt", "met", "by", "at")
    list_filter = ("met", "criterion")
    list_select_related = ("application", "criterion", "by")
    search_fields = ("application__number", "application__person__name", "by__name")
    search_help_text = "Number, applicant or assessor"
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("application", "criterion", "attempt", "met", "by", "at", "revision")
    export_columns = ("application__number", "criterion__title", "attempt", "met", "by__name", "at")


class AppealEventInline(ReadOnlyInline):
    """The moves of an appeal, without what was sealed."""

    model = AppealEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor")
    ordering = ("sequence",)


@admin.register(Appeal)
class AppealAdmin(CsvExport, HiddenColumns, ReadOnlyAdmin):
    """Appeals against outcomes."""

    hidden_columns = ("grounds",)
    list_display = ("number", "application", "applicant", "state", "raised_at", "due_on", "decided_by")
    list_filter = ("state", "due_on")
    list_select_related = ("application__person", "decided_by")
    search_fields = ("number", "application__number", "application__person__name")
    search_help_text = "Number of the appeal or of the application, or applicant"
    date_hierarchy = "raised_at"
    ordering = ("-raised_at", "pk")
    fields = ("number", "application", "state", "raised_at", "due_on", "decided_by")
    export_columns = ("number", "application__number", "application__person__name", "state", "raised_at", "due_on")
    inlines = (AppealEventInline,)

    @admin.display(description="applicant", ordering="application__person__name")
    def applicant(self, appeal: Appeal) -> Any:
        """Whose appeal it is."""
        return appeal.application.person


class RegisterEntryInline(ReadOnlyInline):
    """The line of the public register, where the person agreed to one."""

    model = RegisterEntry
    fields = ("name", "consented_at", "shown")


@admin.register(CharteredStatus)
class CharteredStatusAdmin(CsvExport, HiddenColumns, ReadOnlyAdmin):
    """Who holds or held Chartered status."""

    hidden_columns = ("code",)
    list_display = ("person", "status", "since", "ended_on", "ended_because", "on_register")
    list_filter = ("status", ("ended_on", admin.EmptyFieldListFilter), "register_entry__shown")
    list_select_related = ("person", "register_entry")
    search_fields = ("person__name", "person__email", "name_as_printed", "application__number")
    search_help_text = "Name, e-mail address or number of the application"
    date_hierarchy = "since"
    ordering = ("-since", "pk")
    fields = ("person", "status", "application", "name_as_printed", "since", "ended_on", "ended_because")
    export_columns = ("person__name", "person__email", "status", "since", "ended_on", "ended_because")
    inlines = (RegisterEntryInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CharteredStatus]:
        """Without the code, by which anybody verifies the certificate."""
        return super().get_queryset(request).defer(*self.hidden_columns)

    @admin.display(description="on the register", boolean=True)
    def on_register(self, status: CharteredStatus) -> bool:
        """Whether visitors find the person."""
        return status.ended_on is None and getattr(status, "register_entry", None) is not None
