"""Mappings and hand-ins in the admin: looked at when a result is questioned, written by the services alone."""

from django.contrib import admin

from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import HandIn, HandInItem, Mapping


@admin.register(Mapping)
class MappingAdmin(ReadOnlyAdmin):
    """Which evidence learners map to which criteria, as it stands now."""

    list_display = ("learner", "unit", "criterion_code", "item", "pointer")
    list_filter = ("unit_enrolment__unit__level", "unit_enrolment__enrolment__centre")
    list_select_related = ("learner", "unit_enrolment__unit", "criterion", "item")
    search_fields = ("learner__name", "learner__email", "unit_enrolment__unit__number", "item__title")
    search_help_text = "Learner, number of the unit, or title of the evidence"
    ordering = ("learner", "unit_enrolment", "criterion__position", "pk")
    fields = ("learner", "unit_enrolment", "criterion", "item", "pointer")

    @admin.display(description="unit", ordering="unit_enrolment__unit__number")
    def unit(self, mapping: Mapping) -> str:
        """The number of the unit."""
        return mapping.unit_enrolment.unit.number

    @admin.display(description="criterion", ordering="criterion__position")
    def criterion_code(self, mapping: Mapping) -> str:
        """The number of the criterion."""
        return mapping.criterion.code


class HandInItemInline(ReadOnlyInline):
    """The frozen versions of a hand-in, by criterion."""

    model = HandInItem
    fields = ("criterion", "item_version", "pointer")
    ordering = ("criterion__position", "pk")


@admin.register(HandIn)
class HandInAdmin(CsvExport, ReadOnlyAdmin):
    """Receipts: who handed in what, when, under which hash."""

    list_display = ("receipt_number", "unit", "learner", "attempt", "number", "at", "words")
    list_filter = ("unit_enrolment__unit__level", "unit_enrolment__enrolment__centre")
    list_select_related = ("unit_enrolment__unit", "unit_enrolment__learner", "submission")
    search_fields = ("receipt_number", "unit_enrolment__learner__name", "unit_enrolment__learner__email")
    search_help_text = "Receipt number, or learner"
    date_hierarchy = "at"
    ordering = ("-at", "pk")
    inlines = (HandInItemInline,)
    export_columns = (
        *("receipt_number", "unit_enrolment__unit__number", "unit_enrolment__learner__name"),
        *("unit_enrolment__enrolment__centre__name", "submission__attempt", "number", "at", "words"),
    )
    fieldsets = (
        (None, {"fields": ("receipt_number", "submission", "unit_enrolment", "number", "at", "sha256")}),
        ("Declared", {"fields": ("declared_name", "declaration", "ai_use", "words", "words_reason")}),
    )

    @admin.display(description="unit", ordering="unit_enrolment__unit__number")
    def unit(self, made: HandIn) -> str:
        """The number of the unit."""
        return made.unit_enrolment.unit.number

    @admin.display(description="learner", ordering="unit_enrolment__learner__name")
    def learner(self, made: HandIn) -> str:
        """Whose work it is."""
        return str(made.unit_enrolment.learner)

    @admin.display(description="attempt", ordering="submission__attempt")
    def attempt(self, made: HandIn) -> int:
        """Which attempt it belongs to."""
        return made.submission.attempt

    @admin.display(description="SHA-256")
    def sha256(self, made: HandIn) -> str:
        """The hash as the receipt shows it."""
        return bytes(made.manifest_sha256).hex()


@admin.register(HandInItem)
class HandInItemAdmin(ReadOnlyAdmin):
    """Frozen versions of evidence, by the criterion that they were handed in for."""

    list_display = ("hand_in", "learner", "criterion_code", "item_version", "pointer")
    list_select_related = ("hand_in", "learner", "criterion", "item_version")
    search_fields = ("hand_in__receipt_number", "learner__name", "learner__email")
    search_help_text = "Receipt number, or learner"
    ordering = ("-hand_in__at", "criterion__position", "pk")
    fields = ("hand_in", "learner", "criterion", "item_version", "pointer")

    @admin.display(description="criterion", ordering="criterion__position")
    def criterion_code(self, item: HandInItem) -> str:
        """The number of the criterion."""
        return item.criterion.code
