"""What is typed at the door, and what people say who were there."""

from typing import Any

from django import forms

from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import TOO_LONG, Words

from ..models import Feedback

FEEDBACK_LENGTH = 4000
RATINGS = {5: "Very good", 4: "Good", 3: "Fair", 2: "Poor", 1: "Very poor"}


class FindForm(forms.Form):
    """A name or the code of a ticket."""

    q = forms.CharField(
        label="Name, or code of the ticket",
        required=False,
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "size": 30}),
    )
    hides_optional = True


class FeedbackForm(forms.Form):
    """A rating, and two questions that can be left open."""

    rating = forms.TypedChoiceField(
        label="How was it, all in all?",
        coerce=int,
        choices=[(rating, RATINGS[rating]) for rating in reversed(Feedback.RATINGS)],
        widget=RadioSelect,
        error_messages={"required": "Choose how it was"},
    )
    useful = Words(
        label="What was useful?",
        required=False,
        max_length=FEEDBACK_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )
    better = Words(
        label="What could be better?",
        required=False,
        max_length=FEEDBACK_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )

    is_refused = False

    def refuse(self, sentence: Any) -> None:
        """Say why it was not kept; what was typed stays."""
        self.is_refused = True
        self.add_error(None, str(sentence))
