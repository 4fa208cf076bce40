"""Rows that the admin shows and does not touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest


@dataclass(frozen=True)
class InWords:
    """A reference by its name alone, in place of the link to a page that is not open to who looks."""

    name: str
    short_description: str

    @property
    def __name__(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name

    def __call__(self, row: Any) -> str:
        """What the row refers to."""
        referred = getattr(row, self.name)
        return "-" if referred is None else str(referred)


class ReadOnly:
    """Nothing is added, changed or removed; to see it, the permission to view is enough.

    What a row refers to is a link only for those who may open it.
    """

    def without_closed(self, request: HttpRequest, fieldsets: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        """The fields, without links that would be refused."""
        return [
            (title, {**options, "fields": self._opened(request, options["fields"])}) for title, options in fieldsets
        ]

    def _opened(self, request: HttpRequest, fields: Sequence[Any]) -> list[Any]:
        return [
            self._opened(request, name) if isinstance(name, list | tuple) else self._open(request, name)
            for name in fields
        ]

    def _open(self: Any, request: HttpRequest, name: Any) -> Any:
        """The name of a field, or its words where it refers to what the person may not see."""
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return name
        page = self.admin_site._registry.get(field.related_model) if field.many_to_one or field.one_to_one else None
        shown = page is None or page.has_view_permission(request)
        return name if shown else InWords(name, str(field.verbose_name))

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

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The row, without links that would be refused."""
        shown = context["adminform"]
        shown.fieldsets = self.without_closed(request, shown.fieldsets)
        shown.readonly_fields = flatten_fieldsets(shown.fieldsets)
        return super().render_change_form(request, context, *args, **kwargs)


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    """Rows of another table below the one that they belong to; their references come in the same query."""

    extra = 0
    show_change_link = False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The columns, without links that would be refused."""
        return self.without_closed(request, super().get_fieldsets(request, obj))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Of the columns alone: words in place of a link are none."""
        names = [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if isinstance(name, str)]
        return super().get_formset(request, obj, **{"fields": names, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With all that the rows refer to: a row's own name may say it, too."""
        references = [field.name for field in self.model._meta.fields if field.many_to_one]
        return super().get_queryset(request).select_related(*references)


class MovesInline(ReadOnlyInline):
    """The moves of a row with a state, in the words of its workflow; ``begun`` says how such a row is born."""

    begun = "Begun"
    fields = ("sequence", "what", "before", "after", "at", "actor", "data")
    readonly_fields = ("what", "before", "after")
    ordering = ("sequence",)

    @admin.display(description="move")
    def what(self, event: Any) -> str:
        """By the words of the workflow, which has none for the beginning."""
        words = {line.action: line.label for line in self.parent_model.workflow.transitions}
        return words.get(event.action, self.begun)

    @admin.display(description="from")
    def before(self, event: Any) -> str:
        """The state that it was in, if any."""
        return self._states.get(event.from_state, "")

    @admin.display(description="to")
    def after(self, event: Any) -> str:
        """The state that it is in since."""
        return self._states[event.to_state]

    @property
    def _states(self) -> dict[str, str]:
        return dict(self.parent_model._meta.get_field("state").choices)
