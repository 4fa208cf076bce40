"""A form of several files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from cmiportal.documents.files import upload_limits
from cmiportal.documents.models import Item

from .portfolio import evidence_file

MOST = 20


class FilesInput(forms.FileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is judged by itself when it is added."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files; raises ValidationError for none, or for more than we take at once."""
        if not data:
            raise ValidationError("Choose one file at least", code="required")
        if len(data) > MOST:
            raise ValidationError(f"Choose {MOST} files at most; you can add more afterwards", code="many")
        return list(data)


class FilesForm(forms.Form):
    """Files of one type of evidence."""

    kind = forms.ChoiceField(
        label="Type of evidence",
        help_text="Of all these files; you can change it for each afterwards.",
        choices=[("", "Choose a type"), *Item.Kind.choices],
        error_messages={"required": "Choose a type of evidence"},
    )
    files = FilesField(label="Files", widget=FilesInput({"multiple": True}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = evidence_file(upload_limits(), label="")
        field = self.fields["files"]
        field.help_text = f"{one.help_text} Each becomes a piece of evidence of its own."
        field.widget.attrs["accept"] = ",".join(one.accept)
