"""Reports in the admin: written, given a file, and how often each was downloaded."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join

from cmiportal.exporting import CsvExport
from cmiportal.history_admin import show_histories

from ..forms.reports import ReportForm
from ..models import Report
from ..services.reports import downloads_by_month, put_file
from .editing import ShownFilter, WrittenByEditors
from .previews import Previewed
from .stale import KeepsBoth


@admin.register(Report)
class ReportAdmin(CsvExport, WrittenByEditors, KeepsBoth, Previewed, admin.ModelAdmin):
    """Research and reports; what is no longer to be read loses its day."""

    form = ReportForm
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "standfirst", "body")}),
        ("What it is", {"fields": ("topic", "picture", "published_on")}),
        ("To download", {"fields": ("file_there", "upload", "take_away", "pages", "downloads")}),
    )
    readonly_fields = ("file_there", "downloads")
    list_display = ("title", "kind", "topic", "published_on", "has_downloads")
    list_filter = (ShownFilter, "kind", "topic")
    list_select_related = ("topic",)
    search_fields = ("title", "slug")
    search_help_text = "Title or address"
    show_full_result_count = False
    ordering = ("-published_on", "title")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    autocomplete_fields = ("picture",)
    export_columns = ("title", "slug", "kind", "topic__title", "pages", "published_on", "total")
    export_heads: ClassVar = {"total": "downloads"}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Report | None = None) -> dict[str, Any]:
        """The address of a new report is made from its title."""
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Report | None = None) -> tuple[str, ...]:
        """Its address, once it has a day: from then on others may link to it."""
        return (*self.readonly_fields, "slug") if obj and obj.published_on else self.readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """With the number of their downloads; in lists without texts."""
        rows = super().get_queryset(request).annotate(total=Coalesce(Sum("downloads__count"), 0))
        is_one = bool(request.resolver_match and request.resolver_match.kwargs.get("object_id"))
        return rows.select_related("file") if is_one else rows.defer("body")

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Nobody: others link to it, and its downloads were counted."""
        return False

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """With its file, or without the one that it had."""
        super().save_model(request, obj, form, change)
        if form.kept or form.cleaned_data.get("take_away"):
            put_file(report=obj, file=form.kept)

    def view_on_site(self, report: Report) -> str:
        """Its page; editors see drafts there, too."""
        return report.get_absolute_url()

    @admin.display(description="file that is there")
    def file_there(self, report: Report) -> str:
        """A link to it, or what is downloaded instead."""
        if report.file is None:
            return "None: the text is typeset as PDF"
        return format_html(
            '<a href="{}">{}</a>', reverse("documents:document_open", args=[report.file.pk]), report.file.name
        )

    @admin.display(description="downloads")
    def downloads(self, report: Report) -> str:
        """By month, the last first."""
        months = downloads_by_month(report) if report.pk else []
        said = [(format_date(month, "F Y"), f"{total:,}") for month, total in months]
        return format_html_join("", "{}: {}<br>", said) or "None yet"

    @admin.display(description="downloads", ordering="total")
    def has_downloads(self, report: Any) -> int:
        """In all."""
        return report.total


show_histories("insights", {"ReportHistory": "change of a report,changes of reports"})
