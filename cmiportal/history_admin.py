"""Lists of what was changed in the rows that staff keep: one for each history table, to read."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from pghistory.admin import EventModelAdmin
from pghistory.models import Event

HAPPENED = {"insert": "added", "update": "changed", "delete": "removed"}
NAMES = ("name", "title", "number", "role", "product", "audience", "code", "pence", "percent", "during")


class HistoryAdmin(EventModelAdmin):
    """What was added, changed or removed, when, and by whom."""

    list_display = ("changed_at", "happened", "row", "changed_by")
    date_hierarchy = "pgh_created_at"
    ordering = ("-pgh_id",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the name of who was signed in at the time, in the same query."""
        signed_in = Cast(KeyTextTransform("user", "pgh_context__metadata"), IntegerField())
        rows = super().get_queryset(request).annotate(user_then=signed_in)
        who = get_user_model()._default_manager.filter(pk=OuterRef("user_then"))
        return rows.annotate(who=Subquery(who.values("name")[:1]))

    @admin.display(description="when", ordering="pgh_created_at")
    def changed_at(self, event: Event) -> object:
        """The moment of the change."""
        return event.pgh_created_at

    @admin.display(description="what happened", ordering="pgh_label")
    def happened(self, event: Event) -> str:
        """Added, changed or removed."""
        return HAPPENED[event.pgh_label]

    @admin.display(description="row")
    def row(self, event: Event) -> str:
        """The columns that say which row it was, as they then stood."""
        values = [getattr(event, name, "") for name in NAMES]
        return ", ".join(str(value) for value in values if value not in ("", None))

    @admin.display(description="by", empty_value="the portal itself")
    def changed_by(self, event: Any) -> str | None:
        """Who was signed in; nobody at a command or a task."""
        return event.who


def show_histories(app_label: str, names: Mapping[str, str]) -> None:
    """Register the history tables of an app; ``names``: table -> "singular,plural", which are the admin's alone."""
    for key, said in names.items():
        model = apps.get_model(app_label, key)
        model._meta.verbose_name, model._meta.verbose_name_plural = said.split(",")
        admin.site.register(model, HistoryAdmin)
