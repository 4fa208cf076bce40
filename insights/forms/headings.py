"""What editors type about topics, series and authors."""

from typing import Any

from django import forms

from events.forms.clocks import LinesField

from ..models import ArticleSeries, Author, Topic
from ..services.pictures import faults_of
from .articles import MARKDOWN


class MarkdownField(LinesField):
    """A text in Markdown of which nothing is to be mended."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 12, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"class": "vLargeTextField prose-source", "rows": rows}), **kwargs)

    def validate(self, value: str) -> None:
        """Each fault as an error of the field."""
        super().validate(value)
        if found := faults_of(value):
            raise forms.ValidationError(found)


class HeadingForm(forms.ModelForm):
    """A heading with its introduction."""

    text = MarkdownField(label="Introduction", required=False, help_text=MARKDOWN)


class TopicForm(HeadingForm):
    """What articles are about."""

    class Meta:
        model = Topic
        fields = ("title", "key", "text")


class SeriesForm(HeadingForm):
    """Articles that belong together."""

    class Meta:
        model = ArticleSeries
        fields = ("title", "key", "text")


class AuthorForm(forms.ModelForm):
    """Who writes."""

    text = MarkdownField(label="About the person", required=False, help_text=MARKDOWN)

    class Meta:
        model = Author
        fields = ("name", "key", "role", "text")
