"""What editors type about a report, and the file that comes with it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from cmiportal.documents.models import StoredFile
from cmiportal.documents.refusals import FileRefused
from cmiportal.ui.fields import UploadField
from events.forms.clocks import LinesField

from ..models import Report
from ..services.reports import keep_file
from .articles import LINE
from .resources import MarkdownField

BOTH = "Either put a file in place of this one, or take it away."


class ReportForm(forms.ModelForm):
    """A report; without a file of its own its text is typeset for whoever downloads it."""

    standfirst = LinesField(
        max_length=320, widget=forms.Textarea({**LINE, "rows": 3}), help_text="One or two sentences below the title."
    )
    body = MarkdownField(label="Text")
    upload = UploadField(
        label="File",
        required=False,
        kinds="PDF, Word, Excel or PowerPoint",
        max_bytes=settings.UPLOAD_MAX_BYTES,
        accept=(".pdf", ".docx", ".xlsx", ".pptx"),
    )
    take_away = forms.BooleanField(label="Take the file away", required=False)
    kept: StoredFile | None = None

    class Meta:
        model = Report
        fields = ("title", "slug", "kind", "standfirst", "body", "topic", "picture", "pages", "published_on")

    def clean(self) -> dict[str, Any]:
        """A file is put there or taken away."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("upload") and cleaned.get("take_away"):
            self.add_error("take_away", BOTH)
        return cleaned

    def _post_clean(self) -> None:
        """The file is kept once nothing else is to be repaired; why it cannot be taken is said at it."""
        super()._post_clean()  # type: ignore[misc]
        upload = self.cleaned_data.get("upload")
        if self.errors or not upload:
            return
        try:
            self.kept = keep_file(upload=upload, at=timezone.now())
        except FileRefused as refused:
            self.add_error("upload", str(refused))
