"""Lists of what staff changed: one for each history table, to read."""

from collections.abc import Mapping

from django.apps import apps
from django.contrib import admin
from pghistory.admin import EventModelAdmin
from pghistory.models import Event


class HistoryAdmin(EventModelAdmin):
    """Who was added, changed or removed when."""

    list_display = ("pgh_created_at", "pgh_label", "pgh_obj_id", "summary")
    date_hierarchy = "pgh_created_at"
    ordering = ("-pgh_id",)
    show_full_result_count = False

    @admin.display(description="what")
    def summary(self, event: Event) -> str:
        """The columns that say which row it was, as they then stood."""
        names = ("name", "title", "number", "role", "during")
        return ", ".join(str(getattr(event, name)) for name in names if hasattr(event, name))


def show_histories(app_label: str, names: Mapping[str, str]) -> None:
    """Register the history tables of an app; ``names``: table -> "singular,plural", which are the admin's alone."""
    for key, said in names.items():
        model = apps.get_model(app_label, key)
        model._meta.verbose_name, model._meta.verbose_name_plural = said.split(",")
        admin.site.register(model, HistoryAdmin)
