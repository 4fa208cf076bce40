"""Places and the units chosen under them in the admin: looked at and searched, changed by the services alone."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import Enrolment, EnrolmentEvent, UnitEnrolment


class EnrolmentEventInline(ReadOnlyInline):
    """The moves of a place, without what was sealed."""

    model = EnrolmentEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor", "link", "data")
    ordering = ("sequence",)


class UnitInline(ReadOnlyInline):
    """The units chosen under a place."""

    model = UnitEnrolment
    fields = ("unit", "unit_version", "chosen_at", "failed_at")
    ordering = ("unit__number",)
    show_change_link = True


@admin.register(Enrolment)
class EnrolmentAdmin(CsvExport, ReadOnlyAdmin):
    """Places of all centres."""

    list_display = (
        "number",
        "learner",
        "qualification",
        "centre",
        "state",
        "requested_on",
        "registered_on",
        "expires_on",
        "units_chosen",
    )
    list_filter = ("state", "qualification__level", "qualification__size", "centre")
    list_select_related = ("learner", "qualification", "centre")
    search_fields = ("number", "learner__name", "learner__email", "name_as_printed", "centre__name")
    search_help_text = "Number, name, e-mail address or centre"
    date_hierarchy = "requested_on"
    ordering = ("-requested_on", "number")
    inlines = (UnitInline, EnrolmentEventInline)
    export_columns = (
        *("number", "learner__name", "learner__email", "qualification__title", "centre__name", "state"),
        *("requested_on", "registered_on", "expires_on", "fee_pence"),
    )
    fieldsets = (
        (None, {"fields": ("number", "learner", "name_as_printed", "name_confirmed_at")}),
        ("Place", {"fields": ("qualification", "version", "centre", "state", "moves", "line_manager")}),
        ("Dates and fee", {"fields": ("requested_on", "registered_on", "expires_on", "fee_pence")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enrolment]:
        """With the number of units."""
        return super().get_queryset(request).annotate(unit_count=Count("units"))

    @admin.display(description="units", ordering="unit_count")
    def units_chosen(self, place: Enrolment) -> int:
        """How many units are chosen under it."""
        return place.unit_count  # type: ignore[attr-defined]


@admin.register(UnitEnrolment)
class UnitEnrolmentAdmin(CsvExport, ReadOnlyAdmin):
    """Units as learners chose them."""

    list_display = ("unit", "unit_version", "learner", "enrolment", "centre", "chosen_at", "failed_at")
    list_filter = (("failed_at", admin.EmptyFieldListFilter), "unit__level", "enrolment__state", "enrolment__centre")
    list_select_related = ("unit", "unit_version", "learner", "enrolment__centre")
    search_fields = ("unit__number", "unit_version__title", "learner__name", "learner__email", "enrolment__number")
    search_help_text = "Number or title of the unit, learner, or number of the place"
    date_hierarchy = "chosen_at"
    ordering = ("-chosen_at", "pk")
    export_columns = (
        "enrolment__number",
        "learner__name",
        "unit__number",
        "unit_version__title",
        "chosen_at",
        "failed_at",
    )
    fields = ("enrolment", "learner", "unit", "unit_version", "version", "chosen_at", "failed_at")

    @admin.display(description="centre", ordering="enrolment__centre__name")
    def centre(self, row: UnitEnrolment) -> str:
        """Where the learner is registered."""
        return row.enrolment.centre.name
