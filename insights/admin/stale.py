"""Two editors with the same row open in the admin: the second is told, and neither loses what they wrote.

The form carries a stamp of each field as it was read. A form whose stamps are not those of the row any more is not
saved: it goes back with what was typed, with the other editor's values where nothing was typed, and with both side by
side where both wrote. Saved again, with the stamps that the page then has, it is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from cmiportal.documents.differences import Change, Effort, differences
from cmiportal.ui.moves import Carrying

from .gone_rows import gone_as_new
from .racing import JudgesAgain

STALE = (
    "Somebody else saved this while you had it open, and changed: {}. Nothing of yours is saved yet. What you typed is"
    " below, and what you did not touch is as it now stands. Save again to keep it like this."
)
LENGTH = 12
# What rows below belong to.
OWNERS = ("campaign", "playlist")


def stamped(values: Mapping[str, Any]) -> str:
    """A stamp of each value beside its name, such as ``title:0f3a9c27d1b4;body:77c1e8a05f12``."""
    return ";".join(f"{name}:{_stamp(value)}" for name, value in values.items())


def changed(seen: str, values: Mapping[str, Any]) -> list[str]:
    """The names of the values that are not those of the stamps; one that was never stamped is another."""
    return [name for name, value in values.items() if f"{name}:{_stamp(value)}" not in seen.split(";")]


class SeenForm(Carrying, forms.ModelForm):
    """Mixed into the form of a row that is there. ``parts``: by label the rows below it that can be written."""

    parts: Mapping[str, Sequence[Model]] = {}
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = {field.name for field in self._meta.model._meta.fields}
        self.now: dict[str, Any] = {name: self.initial.get(name) for name in self.fields if name in columns}
        self.now |= {label: _lines(rows) for label, rows in self.parts.items()}
        self.stale: list[str] = []
        self.untouched: list[str] = []
        self.initial["seen"] = stamped(self.now)

    def clean(self) -> dict[str, Any]:
        """Refuse what would write over another editor's words unseen."""
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen", "")
        self.stale = changed(seen, self.now)
        if self.stale:
            self.untouched = [
                name for name in self.stale if name in cleaned and not changed(seen, {name: cleaned[name]})
            ]
            for name in self.untouched:
                self._bring_up_to_date(name)
            self.add_error(None, STALE.format(", ".join(self._label(name) for name in self.stale)))
            self.carry(seen=self.initial["seen"])
        return cleaned

    def compared(self) -> list[tuple[str, Sequence[Change]]]:
        """What stands there now and what was typed, for each field that both changed; rows below as they stand."""
        effort = Effort()
        pairs = [(name, *self._both(name)) for name in self.stale if name not in self.untouched]
        return [
            (self._label(name), differences(there, typed, effort))
            for name, there, typed in pairs
            if there != typed or name in self.parts
        ]

    def _both(self, name: str) -> tuple[str, str]:
        """In words what stands there, and what was typed."""
        if name in self.parts:
            return self.now[name], self.now[name]
        typed = self.cleaned_data[name] if name in self.cleaned_data else self.data.get(self.add_prefix(name))
        return self._said(name, self.now[name]), self._said(name, typed)

    def _said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and value and not isinstance(value, Model):
            value = field.queryset.filter(pk=value).first()  # type: ignore[union-attr]
        return str(value) if isinstance(value, Model) else _plain(value)

    def _label(self, name: str) -> str:
        return str(self.fields[name].label or name) if name in self.fields else name

    def _bring_up_to_date(self, name: str) -> None:
        """Show what the row says now in a field that was not touched."""
        shown, key, value = self.data.copy(), self.add_prefix(name), self.now[name]
        if isinstance(value, list):
            shown.setlist(key, [str(each) for each in value])
        elif isinstance(value, bool):
            shown.setlist(key, ["on"] if value else [])
        else:
            shown[key] = _plain(value)
        self.data = shown


class KeepsBoth(JudgesAgain):
    """Mixed into an admin: what two editors write at once is written over by neither unseen."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """While it is saved its row is locked, so that what the form judges is what is written over."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST":
            return row
        self.model._default_manager.select_for_update(no_key=True).get(pk=row.pk)
        return super().get_object(request, object_id, from_field)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form of a row that is there knows how the row was read."""
        found = super().get_form(request, obj, change, **kwargs)
        if obj is None or not self.has_change_permission(request, obj):
            return found
        return type(found.__name__, (SeenForm, found), {"parts": self._parts(request, obj), "__module__": __name__})

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """A row below that somebody else took away meanwhile goes back as a new one, with what was typed into it."""
        found = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in found and obj.pk:
            there = {str(row.pk) for row in _rows(inline, request, obj)}
            key = inline.model._meta.pk.name
            found["data"] = gone_as_new(found["data"], prefix=prefix, key=key, there=there)
        return found

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with what somebody else wrote meanwhile."""
        form = context["adminform"].form
        context["compared"] = form.compared() if getattr(form, "stale", ()) else ()
        return super().render_change_form(request, context, *args, **kwargs)

    def _parts(self, request: HttpRequest, obj: Model) -> dict[str, Sequence[Model]]:
        """By label the rows below that can be written; one query for each table."""
        inlines = [each for each in self.get_inline_instances(request, obj) if each.has_change_permission(request, obj)]
        return {capfirst(str(each.verbose_name_plural)): _rows(each, request, obj) for each in inlines}


def _rows(inline: Any, request: HttpRequest, obj: Model) -> list[Model]:
    key = inline.get_formset(request, obj).fk.name
    others = [field.name for field in inline.model._meta.fields if field.is_relation and field.name != key]
    return list(inline.get_queryset(request).filter(**{key: obj}).select_related(*others).order_by("pk"))


def _lines(rows: Iterable[Model]) -> str:
    """One a line, each as its words and figures."""
    return "\n".join(", ".join(_words(row)) for row in rows)


def _words(row: Model) -> list[str]:
    """A row is told by what it says and where it leads, not by the row above it."""
    values = [(field, getattr(row, field.name)) for field in row._meta.fields if not field.primary_key]
    return [str(value) for field, value in values if value not in (None, "") and field.name not in OWNERS]


def _plain(value: Any) -> str:
    """A value as one text, the same whether it was read from the row or typed."""
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value)))
    return str(value.pk if isinstance(value, Model) else "" if value is None else value).replace("\r\n", "\n").strip()


def _stamp(value: Any) -> str:
    return sha256(_plain(value).encode()).hexdigest()[:LENGTH]
