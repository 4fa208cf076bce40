"""Pages of the site in the admin, which editors write, move and put into menus."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cmiportal.exporting import CsvExport
from cmiportal.history_admin import show_histories
from cmiportal.read_only import ReadOnlyInline

from ..forms.pages import PageForm, menus
from ..models import Page, PageAddress
from ..services.pages import write
from .editing import WrittenByEditors
from .previews import Previewed
from .stale import KeepsBoth


class PageAddressInline(ReadOnlyInline):
    """Addresses that it had, which lead on."""

    model = PageAddress
    fields = ("path", "since")


class MenuFilter(admin.SimpleListFilter):
    """By the menu in which a page stands, in the words of the menu."""

    title = "menu"
    parameter_name = "menu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """The menus, and none."""
        return (*menus().items(), ("none", "None"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        """Pages of the menu."""
        asked = self.value()
        return queryset.filter(menu="" if asked == "none" else asked) if asked else queryset


@admin.register(Page)
class PageAdmin(CsvExport, WrittenByEditors, KeepsBoth, Previewed, admin.ModelAdmin):
    """All pages; what nobody is to read any more is not published, so that it can come back."""

    form = PageForm
    fields = ("title", "path", "standfirst", "body", "menu", "label", "position", "is_published", "updated_at")
    readonly_fields = ("updated_at",)
    list_display = ("title", "path", "menu_in_words", "is_published", "updated_at")
    list_filter = ("is_published", MenuFilter)
    search_fields = ("title", "path", "label")
    search_help_text = "Title, address or words in the menu"
    show_full_result_count = False
    ordering = ("path",)
    inlines = (PageAddressInline,)
    export_columns = ("path", "title", "menu", "label", "position", "is_published", "updated_at")

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> Any:
        """A page that is not there yet had no other address."""
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        """In lists without texts."""
        rows = super().get_queryset(request)
        is_one = bool(request.resolver_match and request.resolver_match.kwargs.get("object_id"))
        return rows if is_one else rows.defer("body")

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Nobody: others link to it."""
        return False

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        """By the service, which keeps a former address; the editor is told of it."""
        former = form.initial.get("path")
        write(page=obj, at=timezone.now())
        if change and former != obj.path:
            messages.info(request, f"The address {former} leads on to {obj.path} from now on.")

    @admin.display(description="menu", ordering="menu")
    def menu_in_words(self, page: Page) -> str:
        """The menu as readers see it, and the place in it."""
        return f"{menus().get(page.menu, page.menu)}, {page.position}" if page.menu else ""

    def view_on_site(self, page: Page) -> str:
        """The page; editors see drafts there, too."""
        return page.get_absolute_url()


show_histories(
    "insights",
    {
        "PageHistory": "change of a page,changes of pages",
        "PageAddressHistory": "change of a former address of a page,changes of former addresses of pages",
    },
)
