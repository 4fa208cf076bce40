"""Lists of what was changed in the rows that staff keep: one for each history table, to read.

A row says who changed what on which day, and the columns that changed, before and after. Columns that the admin of the
table itself hides are named nowhere. The lists stand beside the tables that they are of, not among them: see
``get_model_perms`` and the tags in ``ui.templatetags.histories``.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import display_for_value
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.db.models import Field, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from pghistory.admin import EventModelAdmin
from pghistory.admin.core import BackFilter, ObjFilter
from pghistory.models import Event

HAPPENED = {"insert": "added", "update": "changed", "delete": "removed"}
NAMES = ("name", "title", "number", "role", "product", "audience", "code", "pence", "percent", "during")
DETAILS = ("happened", "row", "changed_at", "changed_by", "differences")
NOBODY = "the portal itself"
NOTHING = "–"


class HappenedFilter(admin.SimpleListFilter):
    """Added, changed or removed."""

    title = "what happened"
    parameter_name = "label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """In words."""
        return [(label, said.capitalize()) for label, said in HAPPENED.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Those of one kind."""
        return queryset.filter(pgh_label=self.value()) if self.value() else queryset


class ChangesList(ChangeList):
    """A page of changes, each with the row as it stood before: one query for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page."""
        super().get_results(request)
        rows = list(self.result_list)
        before = self.model._default_manager.in_bulk([row.before_id for row in rows if row.before_id])
        for row in rows:
            row.before = before.get(row.before_id)
        self.result_list = rows


class HistoryAdmin(EventModelAdmin):
    """What was added, changed or removed, when, and by whom."""

    list_display = ("changed_at", "happened", "row", "columns", "changed_by")
    list_filter: ClassVar = [HappenedFilter, ObjFilter, BackFilter]
    date_hierarchy = "pgh_created_at"
    ordering = ("-pgh_id",)
    show_full_result_count = False
    fields = readonly_fields = DETAILS

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """None, so that no index and no sidebar has it; the list and each row of the table itself lead here."""
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the name of who was signed in at the time, and the row before, in the same query."""
        signed_in = Cast(KeyTextTransform("user", "pgh_context__metadata"), IntegerField())
        rows = super().get_queryset(request).annotate(user_then=signed_in)
        who = get_user_model()._default_manager.filter(pk=OuterRef("user_then"))
        same = self.model._default_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        before = same.order_by("-pgh_id").values("pgh_id")[:1]
        return rows.annotate(who=Subquery(who.values("name")[:1]), before_id=Subquery(before))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """With the rows before."""
        return ChangesList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With the row before."""
        row: Any = super().get_object(request, object_id, from_field)
        if row is not None:
            row.before = self.model._default_manager.filter(pk=row.before_id).first()
        return row

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Headed by who did it and when."""
        obj = context["original"]
        day = format_date(localtime(obj.pgh_created_at), "j F Y")
        title = f"{HAPPENED[obj.pgh_label].capitalize()} by {obj.who or NOBODY} on {day}"
        context.update(title=title, subtitle=title)
        return super().render_change_form(request, context, *args, **kwargs)

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
        return row_words(event)

    @admin.display(description="columns", empty_value="")
    def columns(self, event: Any) -> str:
        """What changed in a row that was there."""
        return ", ".join(_name(field) for field in _changed(event)) if event.pgh_label == "update" else ""

    @admin.display(description="what changed")
    def differences(self, event: Any) -> str:
        """Each column that changed, before and after; of a row that was removed, what it last said."""
        lines = [(capfirst(_name(field)), *_both(event, field)) for field in _changed(event)]
        rows = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', lines)
        heads = '<th scope="col">Column</th><th scope="col">Before</th><th scope="col">After</th>'
        table = "<table><thead><tr>" + heads + "</tr></thead><tbody>{}</tbody></table>"
        return format_html(table, rows) if lines else "Nothing that is shown."

    @admin.display(description="by", empty_value=NOBODY)
    def changed_by(self, event: Any) -> str | None:
        """Who was signed in; nobody at a command or a task."""
        return event.who


def row_words(event: Any) -> str:
    """The columns that say which row it was, as they then stood."""
    values = [getattr(event, name, "") for name in NAMES]
    return ", ".join(str(value) for value in values if value not in ("", None))


def _changed(event: Any) -> list[Field]:
    """The columns that say something else than before; of what was added or removed, those that say anything."""
    hidden = getattr(admin.site._registry.get(event.pgh_tracked_model), "hidden_columns", ())
    fields = [
        field
        for field in event._meta.concrete_fields
        if not field.name.startswith("pgh_") and field.name not in (*hidden, event.pgh_tracked_model._meta.pk.name)
    ]
    before = event.before if event.pgh_label == "update" else None
    return [
        field
        for field in fields
        if getattr(event, field.attname) != (getattr(before, field.attname) if before else None)
        and (before or getattr(event, field.attname) != "")
    ]


def _name(field: Field) -> str:
    return str(field.verbose_name)


def _both(event: Any, field: Field) -> tuple[str, str]:
    """The column before and after."""
    now = _said(event, field)
    if event.pgh_label == "delete":
        return now, NOTHING
    return _said(event.before, field) if event.before and event.pgh_label == "update" else NOTHING, now


def _said(event: Any, field: Field) -> str:
    """What a column says, in words; what it refers to may be gone."""
    value = getattr(event, field.attname)
    if field.remote_field and value is not None:
        return str(field.remote_field.model._base_manager.filter(pk=value).first() or value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    return NOTHING if value == "" else str(display_for_value(value, NOTHING))


def show_histories(app_label: str, names: Mapping[str, str]) -> None:
    """Register the history tables of an app; ``names``: table -> "singular,plural", which are the admin's alone."""
    for key, said in names.items():
        model = apps.get_model(app_label, key)
        model._meta.verbose_name, model._meta.verbose_name_plural = said.split(",")
        model.add_to_class("__str__", row_words)
        admin.site.register(model, HistoryAdmin)
