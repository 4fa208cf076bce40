"""What editors type about an article, and when it appears."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify

from cmiportal.documents.differences import Change, Effort, differences
from cmiportal.ui.moves import MovesForm, SeenVersion
from events.forms.clocks import InZone, LinesField, WallClockField, shown

from ..models import Article, ArticleAddress, ArticleVersion, Picture
from ..rules.addresses import fault_of
from ..services.articles import ArticleChanged, ArticleFacts, ArticleText
from ..services.articles.addresses import TAKEN
from ..services.pictures import faults_of
from ..workflow import ArticleState
from .pictures import ALTERNATIVE, CREDIT, AddsPicture, PictureField, upload_field, words_field

UK = "Europe/London"
TEXT = ("title", "standfirst", "body", "picture")
FACTS = ("slug", "kind", "topic", "series", "authors", "audience")
LINE = {"class": "vLargeTextField"}
LARGE = {"class": "vLargeTextField prose-source", "rows": 32, "spellcheck": "true"}
MARKDOWN = (
    "In Markdown: ## for a heading, an empty line between paragraphs, **strong**, *stressed*, &gt; for a quotation,"
    " - for a list, [words](/where/they/lead/) for a link, | one | two | for a table, and [^1] for a note, whose text"
    " stands below as [^1]: text. For a picture, copy its line from the list of pictures into a paragraph of its own."
)


def _text_of(version: ArticleVersion | None, name: str) -> Any:
    return getattr(version, name) if version else None


class ArticleForm(AddsPicture, forms.ModelForm):
    """An article: the text that editors work on, and what it is.

    ``number`` is the version that the form was filled from; ``newer`` the one that somebody else saved meanwhile. Of
    what an article is, only what was changed here is written: another editor's change of something else stays.
    """

    number = SeenVersion()
    title = forms.CharField(max_length=160, widget=forms.TextInput(LINE))
    standfirst = LinesField(
        max_length=320, widget=forms.Textarea({**LINE, "rows": 3}), help_text="One or two sentences below the title."
    )
    body = LinesField(label="Text", widget=forms.Textarea(LARGE), help_text=MARKDOWN)
    slug = forms.CharField(
        label="Web address", max_length=100, required=False, help_text="Made from the title where it is empty."
    )
    picture = PictureField(
        label="Picture", required=False, help_text="Above the text, and where the article is shared."
    )
    upload = upload_field(label="Or add a picture", required=False)
    alternative = words_field(
        ALTERNATIVE, label="Its alternative text", required=False, help_text=ALTERNATIVE.help_text
    )
    credit = words_field(CREDIT, label="Whose picture it is", required=False)
    newer: ArticleVersion | None = None

    class Meta:
        model = Article
        fields = FACTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last: ArticleVersion | None = self.instance.latest
        self.former = self.instance.slug
        for name in (*TEXT, "number"):
            self.initial.setdefault(name, _text_of(self.last, name))
        for name in FACTS:
            if name in self.fields and not self.instance._state.adding:
                self.fields[name].show_hidden_initial = True
        if "picture" in self.fields:
            self.fields["picture"].offer(_text_of(self.last, "picture_id"))  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """An address that no other article has or had."""
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:100].strip("-")
        if slug == self.former:
            return slug
        others = Article.objects.filter(slug=slug).exclude(pk=self.instance.pk)
        had = ArticleAddress.objects.filter(slug=slug).exclude(article=self.instance.pk)
        if fault := fault_of(slug) or ((others.exists() or had.exists()) and TAKEN):
            raise forms.ValidationError(fault)
        return slug

    def clean(self) -> dict[str, Any]:
        """A picture that came along is kept first; what is scheduled has no faults; nobody's text is written over."""
        cleaned = super().clean() or self.cleaned_data
        if added := self.add_upload():
            cleaned |= {"picture": added, "upload": None}
            self.fields["picture"].offer(added.pk)  # type: ignore[attr-defined]
            self.carry(picture=added.pk, alternative="", credit="")
        if self.instance.state == ArticleState.SCHEDULED and "body" in cleaned:
            for fault in faults_of(cleaned["body"]):
                self.add_error("body", fault)
        if self.last and "number" in cleaned and cleaned["number"] != self.last.number and self._differs():
            self.newer = self.last
            self.add_error(None, str(ArticleChanged(self.last.number)))
            self.carry(number=self.last.number)
        return cleaned

    def text(self) -> ArticleText:
        """What was typed, as the service keeps it."""
        return ArticleText(**{name: self.cleaned_data[name] for name in TEXT})

    def facts(self) -> ArticleFacts:
        """What the article is: as the form says where something was changed in it, else as it stands."""
        changed = FACTS if self.instance._state.adding else [name for name in FACTS if name in self.changed_data]
        said = {name: self.cleaned_data[name] for name in changed}
        if not self.instance._state.adding:
            said = _as_it_stands(self.instance.pk) | said
        return ArticleFacts(**{**said, "authors": tuple(said["authors"])})

    def compared(self) -> list[tuple[str, Sequence[Change]]]:
        """What the newer version says and what was typed here, part by part."""
        effort = Effort()
        typed, there = self.cleaned_data, self.newer
        parts = [("Title", "title", ""), ("Standfirst", "standfirst", ""), ("Text", "body", "")]
        return [
            (label, differences(str(_text_of(there, name) or none), str(typed.get(name) or none), effort))
            for label, name, none in (*parts, ("Picture", "picture", "No picture"))
        ]

    def _differs(self) -> bool:
        """Whether what was typed is another text than the one that is kept."""
        return any(_plain(self.cleaned_data.get(name)) != _plain(_text_of(self.last, name)) for name in TEXT)


def _as_it_stands(pk: Any) -> dict[str, Any]:
    row = Article.objects.select_related("topic", "series").prefetch_related("authors").get(pk=pk)
    return {name: getattr(row, name) for name in FACTS if name != "authors"} | {"authors": row.authors.all()}


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class PreviewForm(forms.Form):
    """What the preview shows of a form that is not saved: whatever can be read of it."""

    title = forms.CharField(required=False)
    standfirst = forms.CharField(required=False)
    body = LinesField(required=False)
    picture = forms.ModelChoiceField(queryset=Picture.objects.all(), required=False)
    alternative = forms.CharField(required=False)


class ScheduleForm(InZone, MovesForm):
    """When an article appears, by the clocks of the United Kingdom."""

    when = WallClockField(label="Appears", help_text="UK time, to the minute.")

    def __init__(self, *args: Any, row: Article, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row.publish_at:
            self.initial["when"] = shown(row.publish_at, UK)

    def clean(self) -> dict[str, Any]:
        """The moment in place of the clock."""
        cleaned = super().clean() or self.cleaned_data
        self.read_clock(cleaned, "when", UK)
        return cleaned


class RestoreForm(MovesForm):
    """Which version becomes the text again; ``number`` is the latest that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = SeenVersion()
