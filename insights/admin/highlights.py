"""The Highlights in the admin: drafted from a week's articles, brought into order, looked at, approved."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone

from cmiportal.read_only import ReadOnlyAdmin

from ..forms.highlights import IssueForm
from ..models import HighlightsIssue, HighlightsItem, HighlightsReader
from ..permissions import is_an_editor
from ..services.highlights import draft
from .highlights_pages import CHANGE, GATHER, LOOK, MAIL, gather_page, look_page, mail_page, pages_of


class ItemInline(admin.TabularInline):
    """The articles, in the order of their positions."""

    model = HighlightsItem
    fields = ("position", "article")
    autocomplete_fields = ("article",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the titles that readers see."""
        return super().get_queryset(request).select_related("article__shown", "article__latest")


@admin.register(HighlightsIssue)
class HighlightsIssueAdmin(admin.ModelAdmin):
    """Issues; once one is approved nothing of it changes."""

    form = IssueForm
    change_form_template = "admin/insights/highlightsissue/change_form.html"
    list_display = ("week", "subject", "pieces", "approved_by", "send_at", "sent_at")
    list_select_related = ("approved_by",)
    search_fields = ("subject", "intro")
    search_help_text = "Subject or opening words"
    date_hierarchy = "week"
    ordering = ("-week",)
    readonly_fields = ("approved_by", "approved_at", "send_at", "sent_at")
    inlines = (ItemInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the number of articles."""
        return super().get_queryset(request).annotate(pieces_count=Count("items"))

    def get_fields(self, request: HttpRequest, obj: HighlightsIssue | None = None) -> tuple[str, ...]:
        """Of a new one its words; of one that is there how far it is, too."""
        words = ("week", "subject", "intro")
        return (*words, *self.readonly_fields) if obj else words

    def get_readonly_fields(self, request: HttpRequest, obj: HighlightsIssue | None = None) -> tuple[str, ...]:
        """The week stays."""
        return ("week", *self.readonly_fields) if obj else self.readonly_fields

    def get_inlines(self, request: HttpRequest, obj: HighlightsIssue | None) -> Any:
        """A new one gets the articles of its week by itself."""
        return self.inlines if obj else ()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """While it is saved its row is locked, so that what was approved meanwhile is not written over."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST":
            return row
        HighlightsIssue.objects.select_for_update(no_key=True).get(pk=row.pk)
        return super().get_object(request, object_id, from_field)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors, with the right to."""
        return is_an_editor(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: HighlightsIssue | None = None) -> bool:
        """Editors, with the right to, until it is approved."""
        is_open = obj is None or obj.approved_at is None
        return is_open and is_an_editor(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: HighlightsIssue | None = None) -> bool:
        """Nobody: an issue that is not sent stays a draft."""
        return False

    def save_model(self, request: HttpRequest, obj: HighlightsIssue, form: IssueForm, change: bool) -> None:
        """A new issue is drafted from the articles of its week."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = draft(day=obj.week, subject=obj.subject, intro=obj.intro)
        obj.pk, obj.subject = made.pk, made.subject
        obj._state.adding = False

    def response_add(self, request: HttpRequest, obj: HighlightsIssue, post_url_continue: str | None = None) -> Any:
        """On to its articles."""
        self.message_user(request, "Drafted from the articles of its week.", messages.SUCCESS)
        return redirect(CHANGE, obj.pk)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The week that it is."""
        return {"week": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the pages that are open to this person."""
        context["pages"] = pages_of(obj, request.user) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The admin's own, and what is done with an issue."""
        site, more = self.admin_site.admin_view, {"model_admin": self}
        pages = [
            path("<int:pk>/look/", site(look_page), more, name=LOOK),
            path("<int:pk>/gather/", site(gather_page), more, name=GATHER),
            path("<int:pk>/mail/", site(mail_page), name=MAIL),
        ]
        return [*pages, *super().get_urls()]

    @admin.display(description="articles", ordering="pieces_count")
    def pieces(self, issue: Any) -> int:
        """How many articles it has."""
        return int(issue.pieces_count)


@admin.register(HighlightsReader)
class HighlightsReaderAdmin(ReadOnlyAdmin):
    """Who asked for the Highlights; they alone begin and end it."""

    list_display = ("person", "since")
    list_select_related = ("person",)
    search_fields = ("person__email", "person__name")
    search_help_text = "Name or e-mail"
    date_hierarchy = "since"
    ordering = ("-pk",)
