"""Forms for pieces of evidence and for mapping them to criteria."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from cmiportal.accounts.names import NameField
from cmiportal.documents.files import upload_limits
from cmiportal.documents.judging import TYPES, Limits
from cmiportal.documents.models import Item
from cmiportal.documents.services import StaleDraft
from cmiportal.documents.words import count_words
from cmiportal.ui.fields import CheckboxSelectMultiple, DateField, RadioSelect, UploadField
from cmiportal.ui.moves import Carrying, SeenVersion

from ..models import Criterion, Mapping, UnitEnrolment
from ..services.evidence import UNTITLED, UNTYPED

POINTER_LENGTH = Mapping._meta.get_field("pointer").max_length
SAVE_DRAFT = "save_draft"
EMPTY = "Write something here, or choose a file below."


def evidence_file(limits: Limits, *, label: str) -> UploadField:
    """A file field that states the policy before anything is chosen."""
    *most, last = limits.types
    accept = tuple(ending for kind in TYPES if kind.name in limits.types for ending in kind.endings)
    kinds = f"{', '.join(most)} or {last}" if most else last
    return UploadField(label=label, kinds=kinds, max_bytes=limits.size, accept=accept, required=False)


class PointerField(NameField):
    """Where in a piece of evidence a criterion is met, as a reader would look for it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Where in it?")
        kwargs.setdefault("help_text", "Lead the assessor there, for example: pages 2 to 4, slide 7, or 03:20.")
        super().__init__(max_length=POINTER_LENGTH, required=False, **kwargs)


class EvidenceForm(forms.Form):
    """A piece of evidence: its type, its title, and text, a file or both."""

    kind = forms.ChoiceField(label="Type of evidence", choices=[("", "Choose a type"), *Item.Kind.choices])
    title = NameField(label="Title", help_text="What you and your assessor will call it.")
    dated_on = DateField(
        label="When is this evidence from? (you can say it later)",
        required=False,
        help_text="The day it was written or happened, for example 27 3 2026; needed before you submit.",
    )
    text = forms.CharField(
        label="Text",
        required=False,
        widget=forms.Textarea({"rows": 14}),
        help_text="Text, a file or both: write the evidence itself here, or say what the file shows.",
    )

    hides_optional = True
    file_label = "File"
    has_file = False
    newer: StaleDraft | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = evidence_file(upload_limits(), label=self.file_label)
        self.order_fields(["kind", "title", "dated_on", "text", "file"])

    def clean(self) -> dict[str, Any]:
        """Evidence holds something; a file that was refused counts as one that was meant."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("text") and not cleaned.get("file") and not self.has_file and "file" not in self.errors:
            self.add_error("text", ValidationError(EMPTY, code="empty"))
        return cleaned

    @property
    def lost_file(self) -> str:
        """The name of a file that came with a form that goes back: a browser does not send it a second time."""
        file = self.files.get("file")
        return file.name if file and self.errors and "file" not in self.errors else ""


class NewEvidenceForm(Carrying, EvidenceForm):
    """A piece of evidence to add, or by the button “Save draft” to go on with later: then it needs no more than text.

    ``draft`` is the piece that static/js/drafts.js began while it was typed, ``revision`` that of its text.
    """

    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)
    revision = SeenVersion()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"revision": 0}, **kwargs)
        self.is_draft = SAVE_DRAFT in self.data
        if self.is_draft:
            self.fields["kind"].required = self.fields["title"].required = False

    @property
    def done(self) -> str:
        """What has become of it, in a sentence."""
        return "saved as a draft" if self.is_draft else "added"

    def clean_kind(self) -> str:
        """What a draft counts as, until it is said."""
        return self.cleaned_data["kind"] or UNTYPED

    def clean_title(self) -> str:
        """What a draft is called, until it is said."""
        return self.cleaned_data["title"] or UNTITLED


class MappedEvidenceForm(NewEvidenceForm):
    """A new piece of evidence that goes straight to a criterion."""

    pointer = PointerField()


class EvidenceChangeForm(Carrying, EvidenceForm):
    """A piece of evidence as it stands; ``revision`` is the version of the text that the page shows."""

    revision = SeenVersion()

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        draft = item.draft
        self.has_file = draft.file_id is not None
        self.file_label = "Another file in its place" if self.has_file else "File"
        initial = {"kind": item.kind, "title": item.title, "dated_on": item.dated_on}
        initial |= {"text": draft.text, "revision": draft.revision}
        super().__init__(*args, initial=initial, **kwargs)


class DraftForm(forms.Form):
    """The text alone, as it is saved while it is typed."""

    text = forms.CharField(required=False, strip=False)
    revision = SeenVersion()


class NewDraftForm(DraftForm):
    """The text of a piece that is not added yet, with its type and title as far as they are said."""

    kind = forms.ChoiceField(required=False, choices=Item.Kind.choices)
    title = NameField(required=False)


class MapForm(forms.Form):
    """Which of the learner's pieces of evidence meets the criterion, and where in it."""

    item = forms.ChoiceField(
        label="Which evidence?",
        error_messages={
            "required": "Choose a piece of evidence",
            "invalid_choice": "Choose one of the pieces of evidence listed here",
        },
    )
    pointer = PointerField()

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item in items}
        field = self.fields["item"]
        field.widget = RadioSelect(hints={key: about(item) for key, item in self.items.items()})
        field.choices = [(key, item.title) for key, item in self.items.items()]

    def clean_item(self) -> Item:
        """The item itself."""
        return self.items[self.cleaned_data["item"]]


class ItemMapForm(forms.Form):
    """Criteria to tick, a field for each unit; those that need it no more are ``left_out``."""

    hides_optional = True
    pointer = PointerField()

    def __init__(self, *args: Any, units: list[UnitEnrolment], left_out: set[tuple[UUID, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {}
        for unit in units:
            open_here = [one for one in unit.unit_version.criteria.all() if (unit.pk, one.pk) not in left_out]
            if open_here:
                name = f"unit-{unit.pk}"
                self.units[name] = (unit, {str(one.pk): one for one in open_here})
                self.fields[name] = forms.MultipleChoiceField(
                    label=f"{unit.unit}: {unit.unit_version.title}",
                    required=False,
                    choices=[(str(one.pk), f"{one.code} {one.verb.capitalize()} {one.text}") for one in open_here],
                    widget=CheckboxSelectMultiple,
                )
        self.order_fields([*self.units, "pointer"])

    def clean(self) -> dict[str, Any]:
        """One criterion at least."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in self.units):
            self.add_error(None, "Tick one criterion at least")
        return cleaned

    def chosen(self) -> list[tuple[UnitEnrolment, list[Criterion]]]:
        """The ticked criteria of each unit, each once."""
        return [
            (unit, [criteria[key] for key in dict.fromkeys(self.cleaned_data[name])])
            for name, (unit, criteria) in self.units.items()
            if self.cleaned_data[name]
        ]


class PointerForm(forms.Form):
    """Another place in evidence that is mapped already."""

    pointer = PointerField()


def about(item: Item) -> str:
    """``Reflective account, from 13 May 2024, 640 words, minutes.pdf``: what a title alone does not tell."""
    words = count_words(item.draft.text)
    parts = [
        item.get_kind_display(),
        f"from {date_format(item.dated_on, 'j F Y')}" if item.dated_on else "",
        f"{words:,} words" if words else "",
        item.draft.file and item.draft.file.name,
    ]
    return ", ".join(part for part in parts if part)
