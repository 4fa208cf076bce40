"""Slides of an event, as the events team sends them."""

from typing import Any

from django import forms

from cmiportal.documents.files import upload_limits
from cmiportal.ui.fields import megabytes


class SlidesForm(forms.Form):
    """A file, or that there is to be none."""

    file = forms.FileField(label="Slides", required=False)
    remove = forms.BooleanField(label="Take the slides away", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = upload_limits()
        self.fields["file"].help_text = f"{limits.taken.rstrip('.')}, to {megabytes(limits.size)}."

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or self.cleaned_data
        if "file" in cleaned and bool(cleaned["file"]) == cleaned["remove"]:
            self.add_error("file", "Choose a file, or say that the slides are to be taken away.")
        return cleaned
