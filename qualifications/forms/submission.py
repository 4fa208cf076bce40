"""The form that hands work in: declaration, use of AI, and words."""

from typing import Any

from django import forms

from cmiportal.accounts.names import NameField
from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import VersionedForm, Words

LONGEST_ANSWER = 5000
MOST_WORDS = 1_000_000


class HandInForm(VersionedForm):
    """What a learner states when handing in; ``moves`` is the version of the work that the page showed."""

    words_in_files = forms.IntegerField(
        label="Words in your files",
        required=False,
        min_value=0,
        max_value=MOST_WORDS,
        widget=forms.TextInput({"inputmode": "numeric", "size": 8}),
        help_text="As your word processor counts them, without headings, contents, references and tables.",
    )
    words_reason = Words(
        label="If the length is outside the range, why?",
        required=False,
        max_length=LONGEST_ANSWER,
    )
    used_ai = forms.ChoiceField(
        label="Did you use artificial intelligence for this work?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=RadioSelect(inline=True),
        error_messages={"required": "Say whether you used artificial intelligence"},
    )
    ai_use = Words(
        label="If you did, which tools, and what for?",
        required=False,
        max_length=LONGEST_ANSWER,
        help_text="For example: a chat assistant to check my spelling.",
    )
    declared_name = NameField(label="Your full name", error_messages={"required": "Type your full name to sign"})
    signed = forms.BooleanField(
        label="I have read the declaration, and I sign it with my name",
        error_messages={"required": "Tick the box to sign the declaration"},
    )
    hides_optional = True

    def __init__(self, *args: Any, has_files: bool, length: str, **kwargs: Any) -> None:
        """``length`` says how many words there are and how many are asked; empty where the unit asks for no number."""
        super().__init__(*args, **kwargs)
        self.fields["words_reason"].help_text = length
        if not has_files:
            del self.fields["words_in_files"]
        if not length:
            del self.fields["words_reason"]

    def clean(self) -> dict[str, Any]:
        """A use of AI is described, and what is described was used."""
        cleaned = super().clean() or self.cleaned_data
        used, said = cleaned.get("used_ai"), cleaned.get("ai_use")
        if used == "yes" and not said and "ai_use" not in self.errors:
            self.add_error("ai_use", "Say which tools you used, and what for")
        if used == "no" and said:
            self.add_error("used_ai", "You describe a use of it below. Choose Yes, or empty that answer")
        return cleaned

    def declared(self) -> dict[str, Any]:
        """The answers by the names that the service knows them by."""
        given = self.cleaned_data
        return {
            "declared_name": given["declared_name"],
            "signed": given["signed"],
            "ai_use": given["ai_use"],
            "words_in_files": given.get("words_in_files") or 0,
            "words_reason": given.get("words_reason", ""),
            "moves": given["moves"],
        }
