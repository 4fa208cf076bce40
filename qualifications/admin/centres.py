"""Centres in the admin: who they are, what they are approved for, and who serves there in which role."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.forms import RangeWidget
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from cmiportal.database import SENTENCES
from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyInline
from cmiportal.rules.days import uk_day

from ..models import Approval, Centre, CentreStaff

PERIOD_HELP = "From the first day to the day after the last; leave the second empty for a period without an end."


class HoldsToday(admin.SimpleListFilter):
    """Periods that contain the present day."""

    title = "holds today"
    parameter_name = "today"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Yes or no."""
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that hold, those that do not, or all."""
        holding = Q(during__contains=uk_day(timezone.now()))
        return {"yes": queryset.filter(holding), "no": queryset.exclude(holding)}.get(self.value() or "", queryset)


class PeriodForm(ModelForm):
    """What a constraint refuses is said in the words that the portal has for it."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Add the error; Django's own words for a constraint name it and help nobody."""
        for refusal in getattr(error, "error_dict", {}).get(NON_FIELD_ERRORS, ()):
            refusal.message = next(
                (words for name, words in SENTENCES.items() if f"“{name}”" in refusal.message), refusal.message
            )
        super().add_error(field, error)


class PeriodAdmin(admin.ModelAdmin):
    """A row that holds for a period, typed as two days."""

    form = PeriodForm
    formfield_overrides = {DateRangeField: {"widget": RangeWidget(AdminDateWidget()), "help_text": PERIOD_HELP}}

    @admin.display(description="from", ordering="during__startswith")
    def first_day(self, row: Any) -> Any:
        """The first day of the period."""
        return row.during.lower

    @admin.display(description="until", ordering="during__endswith")
    def until(self, row: Any) -> Any:
        """The day after the last, or nothing."""
        return row.during.upper


class ApprovalInline(ReadOnlyInline):
    """What a centre was ever approved for."""

    model = Approval
    fields = ("qualification", "during", "conditions")
    ordering = ("qualification__level", "qualification__size_rank", "qualification__title", "during")
    show_change_link = True


class StaffInline(ReadOnlyInline):
    """Who ever served at a centre."""

    model = CentreStaff
    fields = ("user", "role", "during")
    ordering = ("role", "user__name", "during")
    show_change_link = True


@admin.register(Centre)
class CentreAdmin(CsvExport, admin.ModelAdmin):
    """Centres; approvals and staff are lists of their own, where each period is checked against the others."""

    list_display = ("name", "town", "nation", "help_email", "approvals_today", "staff_today")
    list_filter = ("nation", "region")
    search_fields = ("name", "slug", "town")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (ApprovalInline, StaffInline)
    export_columns = ("name", "town", "region", "nation", "help_email", "help_phone")
    fieldsets = (
        (None, {"fields": ("name", "slug", "town", "region", "nation", "delivery")}),
        ("Help desk", {"fields": ("help_email", "help_phone", "help_hours")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Centre]:
        """With the number of approvals and of people that hold today."""
        today = uk_day(timezone.now())
        return (
            super()
            .get_queryset(request)
            .annotate(
                approval_count=Count("approvals", filter=Q(approvals__during__contains=today), distinct=True),
                staff_count=Count("staff__user", filter=Q(staff__during__contains=today), distinct=True),
            )
        )

    @admin.display(description="approvals today", ordering="approval_count")
    def approvals_today(self, centre: Any) -> int:
        """How many qualifications it may deliver."""
        return centre.approval_count

    @admin.display(description="staff today", ordering="staff_count")
    def staff_today(self, centre: Any) -> int:
        """How many people serve there, whatever their roles."""
        return centre.staff_count


@admin.register(Approval)
class ApprovalAdmin(CsvExport, PeriodAdmin):
    """Approvals, made, limited and ended by the Institute."""

    list_display = ("centre", "qualification", "first_day", "until")
    list_filter = (HoldsToday, "qualification__level", "qualification__size", "centre__nation")
    list_select_related = ("centre", "qualification")
    search_fields = ("centre__name", "qualification__title", "qualification__code")
    autocomplete_fields = ("centre", "qualification")
    export_columns = ("centre__name", "qualification__title", "during__lower", "during__upper")
    ordering = ("centre__name", "qualification__level", "qualification__size_rank")


@admin.register(CentreStaff)
class CentreStaffAdmin(CsvExport, PeriodAdmin):
    """Roles at centres, the only source of what a person may do there."""

    list_display = ("user", "centre", "role", "first_day", "until")
    list_filter = (HoldsToday, "role", "centre__nation")
    list_select_related = ("user", "centre")
    search_fields = ("user__name", "user__email", "centre__name")
    autocomplete_fields = ("user", "centre")
    export_columns = ("user__name", "user__email", "centre__name", "role", "during__lower", "during__upper")
    ordering = ("centre__name", "user__name", "role")
