"""Work in its stages in the admin: looked at when a result or a date is questioned, moved by the services alone."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import ClockPause, HandIn, Judgement, Stage, StageHolder, Submission, SubmissionEvent

UNIT = "unit_enrolment__unit__number"
LEARNER = "unit_enrolment__learner__name"
CENTRE = "unit_enrolment__enrolment__centre"
FIND = ("unit_enrolment__learner__name", "unit_enrolment__learner__email", UNIT)


class OfUnitWork:
    """Columns of a row that belongs to a unit's work."""

    @admin.display(description="unit", ordering=UNIT)
    def unit(self, row: Any) -> str:
        """The number of the unit."""
        return row.unit_enrolment.unit.number

    @admin.display(description="learner", ordering=LEARNER)
    def learner(self, row: Any) -> str:
        """Whose work it is."""
        return str(row.unit_enrolment.learner)

    @admin.display(description="centre", ordering=f"{CENTRE}__name")
    def centre(self, row: Any) -> str:
        """Where the learner is registered."""
        return row.unit_enrolment.enrolment.centre.name


class OfSubmission:
    """Columns of a row that belongs to an attempt."""

    @admin.display(description="unit", ordering=f"submission__{UNIT}")
    def unit(self, row: Any) -> str:
        """The number of the unit."""
        return row.submission.unit_enrolment.unit.number

    @admin.display(description="learner", ordering=f"submission__{LEARNER}")
    def learner(self, row: Any) -> str:
        """Whose work it is."""
        return str(row.submission.unit_enrolment.learner)

    @admin.display(description="attempt", ordering="submission__attempt")
    def attempt(self, row: Any) -> int:
        """Which attempt it belongs to."""
        return row.submission.attempt


class DueFilter(admin.SimpleListFilter):
    """Open stages by the clock."""

    title = "due"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Late, nearly late, open."""
        return [("late", "Late"), ("nearly", "Nearly late"), ("open", "Open")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Stage]:
        """The stages of the choice, or all."""
        return due(queryset, self.value(), at=timezone.now())


def due(stages: Any, choice: str | None, *, at: datetime) -> QuerySet[Stage]:
    """The stages that are late, nearly late or open at that time; all without a choice."""
    if choice == "late":
        return stages.late(at=at)
    if choice == "nearly":
        return stages.nearly_late(at=at)
    return stages.open() if choice == "open" else stages


class StageInline(ReadOnlyInline):
    """The rounds of an attempt."""

    model = Stage
    fields = ("stage", "holder", "started_at", "warn_at", "due_at", "ended_at")
    ordering = ("started_at", "pk")


class JudgementInline(ReadOnlyInline):
    """The judgements of an attempt."""

    model = Judgement
    fields = ("criterion", "met", "feedback", "by", "at", "revision")
    ordering = ("criterion__position",)


class HandInInline(ReadOnlyInline):
    """What was handed in for an attempt."""

    model = HandIn
    fields = ("receipt_number", "number", "at", "words")
    ordering = ("number",)
    show_change_link = True


class ClockPauseInline(ReadOnlyInline):
    """When the clock stood still."""

    model = ClockPause
    fields = ("during", "reason")


class SubmissionEventInline(ReadOnlyInline):
    """The moves of an attempt, without what was sealed."""

    model = SubmissionEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor", "link", "data")
    ordering = ("sequence",)


@admin.register(Submission)
class SubmissionAdmin(CsvExport, OfUnitWork, ReadOnlyAdmin):
    """Attempts at units, at all centres."""

    list_display = ("unit", "learner", "attempt", "state", "holder", "stage_due", "due_at", "resubmit_by", "centre")
    list_filter = ("state", "attempt", "kind", "unit_enrolment__unit__level", CENTRE)
    list_select_related = (
        "unit_enrolment__unit",
        "unit_enrolment__learner",
        "unit_enrolment__enrolment__centre",
        "stage__holder",
    )
    search_fields = (*FIND, "unit_enrolment__enrolment__number", "hand_ins__receipt_number")
    search_help_text = "Learner, number of the unit or of the place, or receipt"
    ordering = ("-due_at", "pk")
    export_columns = (
        *("unit_enrolment__unit__number", "unit_enrolment__learner__name", "unit_enrolment__enrolment__number"),
        *("unit_enrolment__enrolment__centre__name", "attempt", "state", "due_at", "resubmit_by"),
    )
    inlines = (HandInInline, StageInline, JudgementInline, ClockPauseInline, SubmissionEventInline)
    fieldsets = (
        (None, {"fields": ("unit_enrolment", "attempt", "kind", "state", "moves")}),
        ("Clock", {"fields": ("stage", "due_at", "resubmit_by")}),
    )

    @admin.display(description="with", ordering="stage__holder__name")
    def holder(self, row: Submission) -> str:
        """Who has it, while it is in a stage."""
        return str(row.stage.holder or "nobody yet") if row.stage else ""

    @admin.display(description="stage due", ordering="stage__due_at")
    def stage_due(self, row: Submission) -> datetime | None:
        """When its stage is due."""
        return row.stage and row.stage.due_at


@admin.register(Stage)
class StageAdmin(CsvExport, OfSubmission, ReadOnlyAdmin):
    """Rounds of stages: who has had which work, by when."""

    list_display = ("unit", "learner", "attempt", "stage", "holder", "started_at", "due_at", "ended_at", "centre")
    list_filter = (DueFilter, "stage", "centre")
    list_select_related = (
        "submission__unit_enrolment__unit",
        "submission__unit_enrolment__learner",
        "holder",
        "centre",
    )
    search_fields = ("holder__name", "holder__email", *(f"submission__{path}" for path in FIND))
    search_help_text = "Holder, learner, or number of the unit"
    date_hierarchy = "due_at"
    ordering = ("-due_at", "pk")
    export_columns = (
        *("submission__unit_enrolment__unit__number", "submission__unit_enrolment__learner__name", "centre__name"),
        *("stage", "holder__name", "started_at", "due_at", "ended_at"),
    )
    fields = ("submission", "centre", "stage", "holder", "started_at", "warn_at", "due_at", "ended_at")


@admin.register(StageHolder)
class StageHolderAdmin(OfUnitWork, ReadOnlyAdmin):
    """Who holds, or held, which stage of whose work."""

    list_display = ("unit", "learner", "stage", "person", "since", "ended_at", "centre")
    list_filter = ("stage", ("ended_at", admin.EmptyFieldListFilter), CENTRE)
    list_select_related = ("unit_enrolment__unit", "learner", "unit_enrolment__enrolment__centre", "person")
    search_fields = ("person__name", "person__email", *FIND)
    search_help_text = "Holder, learner, or number of the unit"
    date_hierarchy = "since"
    ordering = ("-since", "pk")
    fields = ("unit_enrolment", "learner", "stage", "person", "since", "ended_at")


@admin.register(Judgement)
class JudgementAdmin(OfSubmission, ReadOnlyAdmin):
    """Criterion by criterion: met or not yet met, by whom."""

    list_display = ("unit", "learner", "attempt", "criterion_code", "met", "by", "at", "revision")
    list_filter = ("met", "unit_enrolment__unit__level", CENTRE)
    list_select_related = (
        "submission__unit_enrolment__unit",
        "submission__unit_enrolment__learner",
        "criterion",
        "by",
    )
    search_fields = ("by__name", "by__email", *FIND)
    search_help_text = "Assessor, learner, or number of the unit"
    date_hierarchy = "at"
    ordering = ("-at", "criterion__position", "pk")
    fields = ("submission", "criterion", "met", "feedback", "by", "at", "revision")

    @admin.display(description="criterion", ordering="criterion__position")
    def criterion_code(self, row: Judgement) -> str:
        """The number of the criterion."""
        return row.criterion.code


@admin.register(ClockPause)
class ClockPauseAdmin(OfSubmission, ReadOnlyAdmin):
    """When the six weeks of a piece of work stood still."""

    list_display = ("unit", "learner", "attempt", "stopped_at", "resumed_at", "reason")
    list_filter = ("reason",)
    list_select_related = ("submission__unit_enrolment__unit", "submission__unit_enrolment__learner")
    search_fields = tuple(f"submission__{path}" for path in FIND)
    search_help_text = "Learner, or number of the unit"
    ordering = ("-during", "pk")
    fields = ("submission", "stopped_at", "resumed_at", "reason")

    @admin.display(description="stopped", ordering="during__startswith")
    def stopped_at(self, row: ClockPause) -> datetime:
        """When the work went back to the learner."""
        return row.during.lower

    @admin.display(description="resumed", ordering="during__endswith")
    def resumed_at(self, row: ClockPause) -> datetime | None:
        """When it came in again."""
        return row.during.upper
