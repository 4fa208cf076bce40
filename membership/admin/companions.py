"""Nominations in the admin: looked at when one is questioned; what the panel wrote is read on its own pages alone."""

from django.contrib import admin

from cmiportal.exporting import CsvExport
from cmiportal.hidden_columns import HiddenColumns
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import Nomination, NominationEvent, Panellist


class PanellistInline(ReadOnlyInline):
    """Who declared and who has voted, without how."""

    model = Panellist
    fields = ("person", "declared_at", "has_conflict", "voted_at")


class NominationEventInline(ReadOnlyInline):
    """The moves of a nomination."""

    model = NominationEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor", "link", "data")
    ordering = ("sequence",)


@admin.register(Nomination)
class NominationAdmin(CsvExport, HiddenColumns, ReadOnlyAdmin):
    """Nominations of Companions, with where each stands."""

    hidden_columns = ("statement", "reasons")
    list_display = ("nominee_name", "proposer", "seconder", "criterion", "state", "created_at", "seconded_at")
    list_filter = ("state", "criterion")
    list_select_related = ("proposer", "seconder")
    search_fields = ("nominee_name", "nominee_email", "proposer__name", "seconder__name")
    search_help_text = "Nominee, proposer or seconder"
    date_hierarchy = "created_at"
    ordering = ("-created_at", "pk")
    export_columns = ("nominee_name", "proposer__name", "seconder__name", "criterion", "state", "created_at")
    inlines = (PanellistInline, NominationEventInline)
    fields = (
        *("nominee_name", "nominee_email", "post", "criterion", "state", "proposer", "seconder", "nominee"),
        *("created_at", "seconded_at", "answer_by"),
    )
