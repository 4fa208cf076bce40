"""Resources and learning journeys in the admin, which editors write; what people keep of them is in no admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from cmiportal.exporting import CsvExport
from cmiportal.history_admin import show_histories
from cmiportal.read_only import InWords
from cmiportal.rules.days import uk_day

from ..forms.resources import PlaylistForm, ResourceForm
from ..models import Playlist, PlaylistItem, Resource
from .editing import ShownFilter, WrittenByEditors
from .previews import Previewed
from .stale import KeepsBoth

UNIT = InWords("unit", "unit")  # whose own page is not open to editors


@admin.register(Resource)
class ResourceAdmin(CsvExport, WrittenByEditors, KeepsBoth, Previewed, admin.ModelAdmin):
    """The resource library. What is taken out of it loses its day; it is not removed, since people keep it."""

    form = ResourceForm
    fields = (
        "title",
        "slug",
        "kind",
        "summary",
        "body",
        "topic",
        "levels",
        "minutes",
        "link",
        "published_on",
        "updated_at",
    )
    readonly_fields = ("updated_at",)
    list_display = ("title", "kind", "topic", "minutes", "levels_in_words", "published_on")
    list_filter = (ShownFilter, "kind", "topic")
    list_select_related = ("topic",)
    search_fields = ("title", "slug")
    search_help_text = "Title or address"
    show_full_result_count = False
    ordering = ("title", "pk")
    preview_lead = "summary"
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    export_columns = (
        "title",
        "slug",
        "kind",
        "topic__title",
        "levels",
        "minutes",
        "link",
        "published_on",
        "updated_at",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Resource | None = None) -> tuple[str, ...]:
        """Its address, once readers may have kept it."""
        return (*self.readonly_fields, "slug") if _is_shown(obj) else self.readonly_fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Resource | None = None) -> dict[str, Any]:
        """The address is made from the title until it is read."""
        writes = obj is None or self.has_change_permission(request, obj)
        return self.prepopulated_fields if writes and not _is_shown(obj) else {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resource]:
        """In lists without texts."""
        rows = super().get_queryset(request)
        is_one = bool(request.resolver_match and request.resolver_match.kwargs.get("object_id"))
        return rows if is_one else rows.defer("body")

    def save_model(self, request: HttpRequest, obj: Resource, form: ModelForm, change: bool) -> None:
        """With the moment."""
        obj.updated_at = timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description="levels", ordering="levels")
    def levels_in_words(self, row: Resource) -> str:
        """For whose work."""
        return row.meant_for


class PlaylistItemInline(WrittenByEditors, admin.TabularInline):
    """What is read, in order, and what each is for."""

    model = PlaylistItem
    verbose_name, verbose_name_plural = "resource", "resources"
    fields = ("position", "resource", "why")
    autocomplete_fields = ("resource",)
    extra = 0


@admin.register(Playlist)
class PlaylistAdmin(CsvExport, WrittenByEditors, KeepsBoth, Previewed, admin.ModelAdmin):
    """Learning journeys, one for each unit."""

    form = PlaylistForm
    list_display = ("__str__", "is_published", "has_resources")
    list_filter = ("is_published", "unit__level")
    list_select_related = ("unit",)
    search_fields = ("unit__number",)
    search_help_text = "Number of the unit"
    ordering = ("unit__number",)
    inlines = (PlaylistItemInline,)
    preview_untitled = "Learning journey"
    preview_texts: ClassVar[dict[str, str]] = {"text": ""}
    export_columns = ("unit__number", "is_published")

    def get_fields(self, request: HttpRequest, obj: Playlist | None = None) -> Any:
        """The unit is chosen once."""
        return (UNIT if obj else "unit", "text", "is_published")

    def get_readonly_fields(self, request: HttpRequest, obj: Playlist | None = None) -> Any:
        """The unit of a journey that is there."""
        return (UNIT,) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Playlist]:
        """With the number of their resources, in the same query."""
        return super().get_queryset(request).select_related("unit").annotate(number=Count("items"))

    @admin.display(description="resources", ordering="number")
    def has_resources(self, row: Any) -> int:
        """How many."""
        return row.number


def _is_shown(resource: Resource | None) -> bool:
    """Whether readers have its address, or had it."""
    published_on = resource and resource.published_on
    return bool(published_on) and published_on <= uk_day(timezone.now())


show_histories(
    "insights",
    {
        "ResourceHistory": "change of a resource,changes of resources",
        "PlaylistHistory": "change of a learning journey,changes of learning journeys",
    },
)
