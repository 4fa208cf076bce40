"""What an applicant writes on a criterion, and which evidence stands behind it."""

from typing import Any

from django import forms

from cmiportal.accounts.names import NameField
from cmiportal.documents.models import Item
from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import Carrying, SeenVersion

from ..models import Statement, StatementEvidence

POINTER_LENGTH = StatementEvidence._meta.get_field("pointer").max_length


class StatementDraftForm(forms.Form):
    """The text alone, as it is saved while it is typed."""

    text = forms.CharField(required=False, strip=False)
    revision = SeenVersion()


class StatementForm(Carrying, forms.Form):
    """A statement as it stands; ``revision`` is the version of the text that the page shows."""

    hides_optional = True

    text = forms.CharField(label="Your statement", required=False, strip=False)
    revision = SeenVersion()

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": statement.text, "revision": statement.revision}, **kwargs)
        criterion = statement.criterion
        limits = {"data-words-from": str(criterion.words_from), "data-words-to": str(criterion.words_to)}
        self.fields["text"].widget = forms.Textarea({"rows": 20, **limits})
        self.fields["text"].help_text = f"Between {criterion.words_from} and {criterion.words_to} words."


class StatementEvidenceForm(forms.Form):
    """Which piece of evidence stands behind a statement, and where in it."""

    item = forms.ModelChoiceField(
        Item.objects.none(),
        label="Which evidence?",
        empty_label=None,
        error_messages={"required": "Choose a piece of evidence", "invalid_choice": "Choose one of those listed here"},
    )
    pointer = NameField(
        label="Where in it?",
        help_text="Lead the assessor there, for example: pages 2 to 4, or slide 7.",
        max_length=POINTER_LENGTH or 200,
        required=False,
    )

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = Item.objects.filter(pk__in=[item.pk for item in items])
        field.widget = RadioSelect(hints={str(item.pk): item.get_kind_display() for item in items})
        field.widget.choices = [(str(item.pk), item.title) for item in items]
