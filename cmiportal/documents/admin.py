"""Files and evidence in the admin: to look up, never to change, and without what people are still writing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Item, ItemVersion, StoredFile


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the services write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds one here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one here."""
        return False


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Which files there are, by whom; the address of the bytes is nobody's business."""

    list_display = ["name", "owner", "kind", "media_type", "size", "verdict", "created_at"]
    list_filter = ["kind", "verdict", "media_type"]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__name", "owner__email"]
    date_hierarchy = "created_at"
    fields = ["name", "owner", "kind", "media_type", "size", "sha256_in_hex", "verdict", "created_at"]

    @admin.display(description="SHA-256")
    def sha256_in_hex(self, file: StoredFile) -> str:
        """The hash as receipts print it."""
        return bytes(file.sha256).hex()


class ItemVersionInline(admin.TabularInline):
    """The versions of an item, without their text."""

    model = ItemVersion
    fields = ["number", "title", "file", "word_count", "created_at", "erased_at"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions come from drafts alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A version never changes."""
        return False


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """Which evidence there is, by whom; drafts are not shown to staff."""

    list_display = ["title", "owner", "kind", "created_at", "withdrawn_at"]
    list_filter = ["kind"]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__name", "owner__email"]
    date_hierarchy = "created_at"
    inlines = [ItemVersionInline]


@admin.register(ItemVersion)
class ItemVersionAdmin(ReadOnlyAdmin):
    """What was kept or handed in: staff see the text here when a result is disputed."""

    list_display = ["title", "number", "owner", "word_count", "created_at", "erased_at"]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__name", "owner__email"]
    date_hierarchy = "created_at"
    fields = ["title", "number", "owner", "kind", "text", "file", "word_count", "created_at", "erased_at"]
