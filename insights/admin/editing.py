"""Who writes what editors write, and how lists of it are narrowed by whether readers see it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cmiportal.rules.days import uk_day

from ..permissions import is_an_editor


class WrittenByEditors:
    """Mixed into an admin: editors with the right to, add and change rows; others with the right to, see them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors, with the right to."""
        more = (obj,) if isinstance(self, admin.options.InlineModelAdmin) else ()
        return is_an_editor(request.user) and super().has_add_permission(request, *more)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors, with the right to."""
        return is_an_editor(request.user) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors, with the right to."""
        return is_an_editor(request.user) and super().has_delete_permission(request, obj)  # type: ignore[misc]


class ShownFilter(admin.SimpleListFilter):
    """Published, to be published, or a draft."""

    title = "published"
    parameter_name = "shown"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """In words."""
        return [("yes", "Published"), ("later", "From a later day"), ("draft", "Draft")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Those of one kind."""
        today = uk_day(timezone.now())
        asked = {
            "yes": {"published_on__lte": today},
            "later": {"published_on__gt": today},
            "draft": {"published_on": None},
        }
        return queryset.filter(**asked.get(self.value() or "", {}))
