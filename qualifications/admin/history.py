"""What staff changed in centres, roles, approvals and the catalogue: one list for each history, to read."""

from django.apps import apps
from django.contrib import admin
from pghistory.admin import EventModelAdmin
from pghistory.models import Event

# The names are the admin's alone: a table's own would be a migration.
NAMES = {
    "CentreHistory": "change of a centre,changes of centres",
    "ApprovalHistory": "change of an approval,changes of approvals",
    "CentreStaffHistory": "change of a role,changes of roles",
    "QualificationHistory": "change of a qualification,changes of qualifications",
    "UnitHistory": "change of a unit,changes of units",
}


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


for key, names in NAMES.items():
    model = apps.get_model("qualifications", key)
    model._meta.verbose_name, model._meta.verbose_name_plural = names.split(",")
    admin.site.register(model, HistoryAdmin)
