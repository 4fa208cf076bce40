"""Passes and awards in the admin: looked at when one is questioned, decided on the award's own page alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import Award, AwardEvent, AwardUnit, Certificate, UnitPass


class AwardUnitInline(ReadOnlyInline):
    """The passes that were counted."""

    model = AwardUnit
    fields = ("unit", "unit_version", "passed_on", "annulled_at")
    readonly_fields = ("unit_version", "passed_on", "annulled_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the version that was passed."""
        return super().get_queryset(request).select_related("unit_pass__unit_version")

    @admin.display(description="passed in")
    def unit_version(self, row: AwardUnit) -> str:
        """The title of the version."""
        return str(row.unit_pass.unit_version)

    @admin.display(description="passed on")
    def passed_on(self, row: AwardUnit) -> Any:
        """The day."""
        return row.unit_pass.passed_on

    @admin.display(description="annulled")
    def annulled_at(self, row: AwardUnit) -> Any:
        """When the pass was taken back, if it was."""
        return row.unit_pass.annulled_at


class CertificateInline(ReadOnlyInline):
    """Every certificate that was printed; the one that holds was not replaced."""

    model = Certificate
    fields = ("serial", "name_as_printed", "pdf", "issued_at", "replaced_at")
    ordering = ("serial",)


class AwardEventInline(ReadOnlyInline):
    """The moves of an award, without what was sealed."""

    model = AwardEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor", "link", "data")
    ordering = ("sequence",)


@admin.register(Award)
class AwardAdmin(CsvExport, ReadOnlyAdmin):
    """Awards of all centres."""

    list_display = ("number", "learner", "qualification", "centre", "state", "raised_at", "issued_at", "revoked_at")
    list_filter = (
        "state",
        "enrolment__qualification__level",
        "enrolment__qualification__size",
        "enrolment__centre",
    )
    list_select_related = ("learner", "enrolment__qualification", "enrolment__centre")
    search_fields = ("number", "code", "learner__name", "learner__email", "certificates__name_as_printed")
    search_help_text = "Number, verification code, learner, or name on a certificate"
    date_hierarchy = "raised_at"
    ordering = ("-raised_at", "pk")
    export_columns = (
        *("number", "learner__name", "enrolment__qualification__title", "enrolment__centre__name"),
        *("state", "raised_at", "issued_at", "revoked_at"),
    )
    inlines = (AwardUnitInline, CertificateInline, AwardEventInline)
    fieldsets = (
        (None, {"fields": ("number", "code", "learner", "enrolment", "version", "state", "moves")}),
        ("Dates", {"fields": ("raised_at", "issued_at", "revoked_at", "revoked_because")}),
    )

    @admin.display(description="qualification", ordering="enrolment__qualification__title")
    def qualification(self, award: Award) -> str:
        """What it is an award of."""
        return award.enrolment.qualification.title

    @admin.display(description="centre", ordering="enrolment__centre__name")
    def centre(self, award: Award) -> str:
        """Where the learner was registered."""
        return award.enrolment.centre.name


@admin.register(UnitPass)
class UnitPassAdmin(CsvExport, ReadOnlyAdmin):
    """Units passed, here or elsewhere, by whose decision."""

    list_display = ("unit", "unit_version", "learner", "passed_on", "decided_by", "annulled_at")
    list_filter = (("annulled_at", admin.EmptyFieldListFilter), "unit__level")
    list_select_related = ("unit", "unit_version", "learner", "decided_by")
    search_fields = ("unit__number", "unit_version__title", "learner__name", "learner__email")
    search_help_text = "Number or title of the unit, or learner"
    date_hierarchy = "passed_on"
    ordering = ("-passed_on", "pk")
    export_columns = ("unit__number", "unit_version__title", "learner__name", "passed_on", "annulled_at")
    fields = (
        *("learner", "unit", "unit_version", "passed_on", "decided_by"),
        *("unit_enrolment", "submission", "transfer", "annulled_at"),
    )
