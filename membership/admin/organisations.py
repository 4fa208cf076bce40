"""Organisations with corporate membership: who acts for them is kept here; seats are looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cmiportal.read_only import ReadOnlyAdmin

from ..models import Organisation, OrganisationStaff, Seat


class StaffInline(admin.TabularInline):
    """Who acts for the organisation."""

    model = OrganisationStaff
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Organisations; seats and their period come by orders alone."""

    list_display = ("name", "seats", "during")
    search_fields = ("name",)
    fields = ("name", "address", "seats", "during")
    readonly_fields = ("seats", "during")
    inlines = (StaffInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Orders name it."""
        return False


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    """Seats that were given, and what became of them."""

    list_display = ("email", "organisation", "invited_at", "accepted_at", "released_at")
    list_select_related = ("organisation",)
    search_fields = ("email", "organisation__name", "membership__person__name")
    date_hierarchy = "invited_at"
    fields = ("organisation", "email", "membership", "invited_at", "accepted_at", "released_at")
