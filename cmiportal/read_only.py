"""Rows that the admin shows and does not touch."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


class ReadOnly:
    """Nothing is added, changed or removed; to see it, the permission to view is enough."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """A table that is only looked at; it grows, so a search does not count all of it besides."""

    show_full_result_count = False


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    """Rows of another table below the one that they belong to; their references come in the same query."""

    extra = 0
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With all that the rows refer to: a row's own name may say it, too."""
        references = [field.name for field in self.model._meta.fields if field.many_to_one]
        return super().get_queryset(request).select_related(*references)
