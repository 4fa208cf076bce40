"""Campaigns in the admin: a page, with its words, voices, stories and guidance below."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from cmiportal.exporting import CsvExport
from cmiportal.history_admin import show_histories

from ..forms.campaigns import CampaignForm, QuoteForm
from ..models import Campaign, CampaignDefinition, CampaignGuidance, CampaignQuote, CampaignStory
from .editing import ShownFilter, WrittenByEditors
from .previews import Previewed
from .stale import KeepsBoth


class DefinitionInline(WrittenByEditors, admin.TabularInline):
    """What words mean."""

    model = CampaignDefinition
    fields = ("position", "term", "text")
    extra = 0


class StoryInline(WrittenByEditors, admin.TabularInline):
    """Articles that it points to; only published ones are shown."""

    model = CampaignStory
    fields = ("position", "article")
    autocomplete_fields = ("article",)
    extra = 0


class GuidanceInline(WrittenByEditors, admin.TabularInline):
    """Resources that it points to; only published ones are shown."""

    model = CampaignGuidance
    fields = ("position", "resource")
    autocomplete_fields = ("resource",)
    extra = 0


class QuoteInline(WrittenByEditors, admin.StackedInline):
    """What people said."""

    model = CampaignQuote
    form = QuoteForm
    fields = ("position", "text", "name", "role", "link", "link_label")
    extra = 0


@admin.register(Campaign)
class CampaignAdmin(CsvExport, WrittenByEditors, KeepsBoth, Previewed, admin.ModelAdmin):
    """Campaigns in the order of their list; one that is over loses its day."""

    form = CampaignForm
    preview_texts: ClassVar = {"aim": "What we want to find out", "why": "Why it matters", "at_work": "At work"}
    fieldsets = (
        (None, {"fields": ("title", "slug", "standfirst", "aim", "why", "at_work_title", "at_work")}),
        ("What it is", {"fields": ("topic", "picture", "report", "contact", "position", "published_on")}),
    )
    list_display = ("title", "topic", "position", "published_on")
    list_filter = (ShownFilter, "topic")
    list_select_related = ("topic",)
    search_fields = ("title", "slug")
    search_help_text = "Title or address"
    ordering = ("position", "title")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    autocomplete_fields = ("picture", "report")
    inlines = (DefinitionInline, StoryInline, GuidanceInline, QuoteInline)
    export_columns = ("title", "slug", "topic__title", "report__title", "contact", "position", "published_on")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Campaign | None = None) -> dict[str, Any]:
        """The address of a new campaign is made from its title."""
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Campaign | None = None) -> tuple[str, ...]:
        """Its address, once it has a day: from then on others may link to it."""
        return ("slug",) if obj and obj.published_on else ()

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """Nobody: others link to it."""
        return False

    def view_on_site(self, campaign: Campaign) -> str:
        """Its page; editors see drafts there, too."""
        return campaign.get_absolute_url()


show_histories("insights", {"CampaignHistory": "change of a campaign,changes of campaigns"})
