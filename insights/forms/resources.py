"""What editors type about resources and learning journeys."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery

from events.forms.clocks import LinesField
from qualifications.models import Unit, UnitVersion

from ..models import Playlist
from ..services.pictures import faults_of
from .articles import LARGE, MARKDOWN
from .library_filters import LEVELS

# Addresses below /resources/ that are the library's own.
TAKEN = ("kept", "playlists")
LEVEL_CHOICES = [(level, f"Level {level}") for level in LEVELS]


class MarkdownField(LinesField):
    """A text in Markdown; what is to be mended in it is said sentence by sentence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(LARGE), help_text=MARKDOWN, **kwargs)

    def validate(self, value: Any) -> None:
        """Raises ValidationError with each fault of the text."""
        super().validate(value)
        if found := faults_of(value):
            raise ValidationError(found, code="markdown")


class ResourceForm(forms.ModelForm):
    """A resource; its levels as boxes, of which none means all."""

    body = MarkdownField(label="Text")
    levels = forms.TypedMultipleChoiceField(
        label="Levels",
        choices=LEVEL_CHOICES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: for all levels.",
    )
    minutes = forms.IntegerField(
        label="Minutes that it takes",
        min_value=1,
        max_value=10_000,
        error_messages={"min_value": "It takes one minute at least."},
    )
    link = forms.URLField(
        label="Where it is, if elsewhere",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Begins with https.",
    )

    def clean_slug(self) -> str:
        """The address; raises ValidationError where the library needs it for itself."""
        slug: str = self.cleaned_data["slug"]
        if slug in TAKEN:
            raise ValidationError("This address is one of the library's own pages. Choose another.", code="taken")
        return slug


class UnitField(forms.ModelChoiceField):
    """A unit by number and title, as it is taught."""

    def label_from_instance(self, obj: Any) -> str:
        """``Unit 605, Innovation and Change``."""
        return f"{obj}, {obj.title}" if obj.title else str(obj)


class PlaylistForm(forms.ModelForm):
    """A learning journey; of a unit that has none yet."""

    text = MarkdownField(label="Introduction", required=False)

    class Meta:
        model = Playlist
        fields = ("unit", "text", "is_published")
        field_classes = {"unit": UnitField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.fields:
            taught = UnitVersion.objects.filter(unit=OuterRef("pk"), published_at__isnull=False).order_by("-number")
            units = Unit.objects.filter(playlist=None).annotate(title=Subquery(taught.values("title")[:1]))
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
