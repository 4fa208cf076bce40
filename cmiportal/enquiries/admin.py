"""The inbox: enquiries with what is due first, answered and moved on pages of their own."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html_join

from cmiportal.exporting import CsvExport
from cmiportal.read_only import MovesInline, ReadOnlyAdmin, ReadOnlyInline
from cmiportal.rules.days import uk_day

from .admin_pages import PAGES, enquiry_page, offered
from .models import Enquiry, EnquiryAnswer, EnquiryEvent
from .querysets import INBOX
from .workflow import ENQUIRY_OPEN, EnquiryState


class StandsFilter(admin.SimpleListFilter):
    """What somebody has to do something about."""

    title = "what to do"
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """In words."""
        return [("open", "Open"), ("late", "Late"), ("mine", "Taken by me"), ("over", "Over")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
        """Those that stand so."""
        match self.value():
            case "open":
                return queryset.filter(state__in=ENQUIRY_OPEN)
            case "late":
                return queryset.filter(state__in=ENQUIRY_OPEN, due_on__lt=uk_day(timezone.now()))
            case "mine":
                return queryset.filter(state=EnquiryState.TAKEN, taken_by=request.user.pk)
            case "over":
                return queryset.exclude(state__in=ENQUIRY_OPEN)
        return queryset


class AnswerInline(ReadOnlyInline):
    """What was answered."""

    model = EnquiryAnswer
    fields = ("at", "by", "text")
    ordering = ("at", "pk")


class EnquiryEventInline(MovesInline):
    """The moves of the enquiry."""

    model = EnquiryEvent
    begun = "Sent"
    fields = ("what", "before", "after", "at", "actor")


@admin.register(Enquiry)
class EnquiryAdmin(CsvExport, ReadOnlyAdmin):
    """Enquiries of the kinds that whoever looks answers; editors see those of the media alone."""

    change_form_template = "admin/enquiries/enquiry/change_form.html"
    list_display = ("number", "kind", "who", "state", "due", "taken_by")
    list_filter = (StandsFilter, "state", "kind")
    list_select_related = ("taken_by",)
    search_fields = ("number", "name", "email", "organisation", "message")
    search_help_text = "Number, name, e-mail address, organisation, or words of the message"
    date_hierarchy = "created_at"
    readonly_fields = ("asked", "due")
    export_columns = ("number", "kind", "state", "created_at", "due_on", "answered_at", "ended_at", "taken_by__name")
    inlines: ClassVar = (AnswerInline, EnquiryEventInline)
    fieldsets = (
        (None, {"fields": ("number", "kind", "state", "doubts", "created_at", "due", "taken_by", "note")}),
        ("Who asks", {"fields": ("name", "email", "organisation", "phone", "person")}),
        ("What they ask", {"fields": ("asked", "message")}),
        ("Over", {"fields": ("answered_at", "ended_at", "erased_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enquiry]:
        """What the person answers, open ones first, late ones before all."""
        return Enquiry.objects.visible_to(request.user).for_inbox()

    def get_ordering(self, request: HttpRequest) -> Any:
        """As the inbox has them; a column can be chosen instead."""
        return INBOX

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and a page for each move."""
        pages = [
            path(
                f"<uuid:pk>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(enquiry_page),
                {"name": name, "model_admin": self},
                name=f"enquiries_enquiry_{name}",
            )
            for name in PAGES
        ]
        return [*pages, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The enquiry, with the moves that are open to this person."""
        enquiry = self.get_object(request, object_id)
        pages = offered(enquiry, request.user) if enquiry else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "pages": pages})

    @admin.display(description="from", ordering="name")
    def who(self, enquiry: Enquiry) -> str:
        """The name, with the organisation where there is one."""
        if enquiry.erased_at:
            return "Erased"
        return ", ".join(filter(None, (enquiry.name, enquiry.organisation)))

    @admin.display(description="answer by", ordering="due_on")
    def due(self, enquiry: Enquiry) -> str:
        """The day, with a word where it is past."""
        day = f"{enquiry.due_on.day} {enquiry.due_on:%B %Y}"
        return f"{day}, late" if enquiry.is_late(on=uk_day(timezone.now())) else day

    @admin.display(description="what the form asked", empty_value="-")
    def asked(self, enquiry: Enquiry) -> str:
        """The questions of its kind, each with its answer."""
        return format_html_join("", "<p>{}<br><strong>{}</strong></p>", enquiry.details) or "-"
