"""What editors type about a picture, and pictures that are added together with something else."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.documents.refusals import FileRefused
from cmiportal.ui.fields import UploadField
from cmiportal.ui.moves import Carrying

from ..models import Picture
from ..services.pictures import NO_WORDS, add_picture

ALTERNATIVE, CREDIT = Picture._meta.get_field("alternative"), Picture._meta.get_field("credit")
OFFERED = 100
NO_FILE = "Choose the file, or take the words away: they belong to a picture that is added here."


def upload_field(**kwargs: Any) -> UploadField:
    """A picture as a file, with what we take of it."""
    most = settings.PICTURE_MAX_BYTES
    return UploadField(kinds="PNG or JPEG", max_bytes=most, accept=(".png", ".jpg", ".jpeg"), **kwargs)


def words_field(column: Any, **kwargs: Any) -> forms.CharField:
    """A line of words about a picture, as long as its column."""
    line = forms.TextInput({"class": "vLargeTextField"})
    return forms.CharField(max_length=column.max_length, widget=line, **kwargs)


class PictureField(forms.ModelChoiceField):
    """One of the pictures that are there, the latest first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Picture.objects.none(), empty_label="No picture", **kwargs)

    def offer(self, current: Any = None) -> None:
        """The latest, and the one that is chosen, however old."""
        latest = list(Picture.objects.values_list("pk", flat=True)[:OFFERED])
        self.queryset = Picture.objects.filter(pk__in=[*latest, *([current] if current else [])])


class AddsPicture(Carrying):
    """A form with ``upload``, ``alternative`` and ``credit`` that keeps the picture as soon as it can be taken.

    Whatever else is to be repaired, nobody chooses the file again: ``picture`` is then the one that was added.
    ``by`` is who is signed in.
    """

    by: User

    def add_upload(self: Any) -> Picture | None:
        """Add the picture that came along, with its words; None where there is none, or where it is to be repaired."""
        upload, alternative = self.cleaned_data.get("upload"), self.cleaned_data.get("alternative", "")
        if upload is None:
            if alternative and "upload" not in self.errors:
                self.add_error("upload", NO_FILE)
            return None
        if not alternative:
            if "alternative" not in self.errors:
                self.add_error("alternative", NO_WORDS)
            return None
        credit = self.cleaned_data.get("credit", "")
        try:
            return add_picture(file=upload, alternative=alternative, credit=credit, by=self.by, at=timezone.now())
        except FileRefused as refused:
            self.add_error("upload", str(refused))
            return None


class NewPictureForm(AddsPicture, forms.ModelForm):
    """A picture that is added by itself."""

    upload = upload_field(label="File")
    alternative = words_field(ALTERNATIVE, label="Alternative text", help_text=ALTERNATIVE.help_text)
    credit = words_field(CREDIT, label="Whose picture it is", required=False)
    picture: Picture | None = None

    class Meta:
        model = Picture
        fields = ("alternative", "credit")

    def clean(self) -> dict[str, Any]:
        """The picture is kept here, or why not is said."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.picture = self.add_upload()
        return cleaned

    def _post_clean(self) -> None:
        """The service has made the row; there is no other to be judged."""
        if self.picture is not None:
            self.instance = self.picture


class PictureForm(forms.ModelForm):
    """Other words for a picture that is there."""

    alternative = words_field(ALTERNATIVE, label="Alternative text", help_text=ALTERNATIVE.help_text)
    credit = words_field(CREDIT, label="Whose picture it is", required=False)

    class Meta:
        model = Picture
        fields = ("alternative", "credit")
