"""Files and evidence in the admin: to look up, never to change, and without what people are still writing."""

from django.contrib import admin

from cmiportal.hidden_columns import HiddenColumns
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from .models import Item, ItemVersion, StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(HiddenColumns, ReadOnlyAdmin):
    """Which files there are, by whom; the address of the bytes is nobody's business."""

    hidden_columns = ("storage_key",)
    list_display = ["name", "owner", "kind", "media_type", "size", "verdict", "created_at"]
    list_filter = ["kind", "verdict", "media_type"]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__name", "owner__email"]
    search_help_text = "Name of the file, or its owner"
    date_hierarchy = "created_at"
    fields = ["name", "owner", "kind", "media_type", "size", "sha256_in_hex", "verdict", "created_at"]

    @admin.display(description="SHA-256")
    def sha256_in_hex(self, file: StoredFile) -> str:
        """The hash as receipts print it."""
        return bytes(file.sha256).hex()


class ItemVersionInline(ReadOnlyInline):
    """The versions of an item, without their text."""

    model = ItemVersion
    fields = ["number", "title", "file", "word_count", "created_at", "erased_at"]
    show_change_link = True


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """Which evidence there is, by whom; drafts are not shown to staff."""

    list_display = ["title", "owner", "kind", "dated_on", "created_at", "withdrawn_at"]
    list_filter = ["kind", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__name", "owner__email"]
    search_help_text = "Title of the evidence, or its owner"
    date_hierarchy = "created_at"
    inlines = [ItemVersionInline]


@admin.register(ItemVersion)
class ItemVersionAdmin(ReadOnlyAdmin):
    """What was kept or handed in: staff see the text here when a result is disputed."""

    list_display = ["title", "number", "owner", "word_count", "created_at", "erased_at"]
    list_filter = [("erased_at", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__name", "owner__email"]
    search_help_text = "Title of the evidence, or its owner"
    date_hierarchy = "created_at"
    fields = ["title", "number", "owner", "kind", "dated_on", "text", "file", "word_count", "created_at", "erased_at"]
