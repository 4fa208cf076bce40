"""CPD in the admin: which entries, offers and samples there are. What people wrote in the four stages is not shown."""

from django.contrib import admin

from cmiportal.exporting import CsvExport
from cmiportal.hidden_columns import HiddenColumns
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import CpdEntry, CpdEvidence, CpdOffer, CpdReview, CpdReviewEvent, CpdSample


class CpdEvidenceInline(ReadOnlyInline):
    """What stands behind an entry."""

    model = CpdEvidence
    fields = ("item",)


class CpdReviewEventInline(ReadOnlyInline):
    """The moves of a review, without what was sealed."""

    model = CpdReviewEvent
    fields = ("sequence", "action", "from_state", "to_state", "at", "actor", "link", "data")
    ordering = ("sequence",)


@admin.register(CpdEntry)
class CpdEntryAdmin(HiddenColumns, ReadOnlyAdmin):
    """Entries by their facts, for questions of the person."""

    hidden_columns = ("need", "plan", "action", "learnt")
    list_display = ("title", "person", "activity", "area", "on", "changed_at")
    list_filter = ("activity", "area")
    list_select_related = ("person", "area")
    search_fields = ("title", "person__name", "person__email")
    search_help_text = "Title, or person"
    date_hierarchy = "on"
    fields = ("person", "title", "activity", "area", "on", "minutes", "source_key", "created_at", "changed_at")
    inlines = (CpdEvidenceInline,)


@admin.register(CpdOffer)
class CpdOfferAdmin(ReadOnlyAdmin):
    """What was offered, and what came of it."""

    list_display = ("title", "person", "activity", "on", "offered_at", "dismissed_at", "entry")
    list_filter = ("activity", ("dismissed_at", admin.EmptyFieldListFilter), ("entry", admin.EmptyFieldListFilter))
    list_select_related = ("person", "entry")
    search_fields = ("title", "source_key", "person__name", "person__email")
    search_help_text = "Title, what offered it, or person"
    date_hierarchy = "offered_at"
    ordering = ("-offered_at", "pk")


@admin.register(CpdSample)
class CpdSampleAdmin(CsvExport, ReadOnlyAdmin):
    """How each year was drawn."""

    list_display = ("year", "size", "drawn_from", "drawn_at", "drawn_by", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    list_select_related = ("drawn_by",)
    export_columns = ("year", "seed", "size", "drawn_from", "drawn_at", "drawn_by__name", "closed_at")
    fields = ("year", "seed", "size", "drawn_from", "drawn_at", "drawn_by", "closed_at")


@admin.register(CpdReview)
class CpdReviewAdmin(CsvExport, ReadOnlyAdmin):
    """Reviews of all samples; they are answered on their own pages alone."""

    list_display = ("person", "sample", "state", "due_on", "reviewer")
    list_filter = ("state", "sample")
    list_select_related = ("person", "sample", "reviewer")
    search_fields = ("person__name", "person__email")
    search_help_text = "Person"
    ordering = ("-sample", "due_on", "pk")
    export_columns = ("sample__year", "person__name", "state", "due_on", "reviewer__name")
    fields = ("sample", "person", "state", "moves", "due_on", "reviewer")
    inlines = (CpdReviewEventInline,)
