"""What Companions say of a nominee, how the panel votes, and what the nominee answers."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from cmiportal.accounts.names import NameField
from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import REASON_LENGTH, TOO_LONG, MovesForm, Words

from ..models import Nomination
from ..services.companions.nominations import Nominee
from .referees import BAD_EMAIL

LONGEST = 5000
EMAIL = {"required": BAD_EMAIL, "invalid": BAD_EMAIL}
CHOOSE = {"required": "Choose one", "invalid_choice": "Choose one of these"}


def _is_yes(value: str) -> bool:
    return value == "yes"


def seconder_field() -> forms.EmailField:
    """Another Companion, by their address."""
    return forms.EmailField(
        label="E-mail address of the Companion who seconds it",
        help_text="They read what you wrote and add a statement of their own.",
        max_length=254,
        error_messages=EMAIL,
    )


class NominateForm(forms.Form):
    """Who is nominated and why, and who is asked to second it."""

    name = NameField(label="Whom do you nominate?", error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="We write to them only once the panel has approved.",
        max_length=254,
        error_messages=EMAIL,
    )
    post = NameField(
        label="What do they do?",
        help_text="For example: Chief Executive, Calderbridge Housing.",
        error_messages={"required": "Say what they do"},
    )
    criterion = forms.ChoiceField(
        label="What stands out most?", choices=Nomination.Criterion, widget=RadioSelect, error_messages=CHOOSE
    )
    reasons = Words(
        label="What have they achieved?",
        rows=12,
        max_length=LONGEST,
        error_messages={"required": "Say what they have achieved", "max_length": TOO_LONG},
    )
    seconder_email = seconder_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.COMPANION_WORDS_MAX
        self.fields["reasons"].help_text = f"In {most} words at most: what they led, how, and what came of it."

    def nominee(self) -> Nominee:
        """Who it is, once the form is valid."""
        return Nominee(**{name: said for name, said in self.cleaned_data.items() if name != "seconder_email"})


class AskAnotherForm(MovesForm):
    """Another Companion is asked."""

    seconder_email = seconder_field()


class SecondForm(MovesForm):
    """Another Companion supports it."""

    statement = Words(
        label="Why do you support it?",
        help_text="What you have seen yourself, and how it meets the criterion.",
        rows=8,
        max_length=LONGEST,
        error_messages={"required": "Say why you support it", "max_length": TOO_LONG},
    )


class DeclineForm(MovesForm):
    """Another Companion does not support it."""


class TakeBackForm(MovesForm):
    """The proposer takes it back."""


class ConflictForm(forms.Form):
    """Whether there is a conflict of interest."""

    has_conflict = forms.TypedChoiceField(
        label="Do you have a conflict of interest?",
        help_text="As colleague, friend, relative, client or competitor of one of the three, now or in the last five "
        "years.",
        choices=[("no", "No, I have none"), ("yes", "Yes, so I take no part")],
        coerce=_is_yes,
        widget=RadioSelect,
        error_messages=CHOOSE,
    )


class VoteForm(forms.Form):
    """A vote with its reason."""

    approves = forms.TypedChoiceField(
        label="Should they become a Companion?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=_is_yes,
        widget=RadioSelect(inline=True),
        error_messages=CHOOSE,
    )
    reason = Words(
        label="Why?",
        help_text="If the panel says no, the proposer and the seconder read the reasons against it, without names.",
        rows=5,
        max_length=REASON_LENGTH,
        error_messages={"required": "Say why", "max_length": TOO_LONG},
    )


class AnswerForm(forms.Form):
    """The nominee's answer; whoever accepts keeps to the Code of Conduct."""

    hides_optional = True

    answer = forms.ChoiceField(
        label="Do you want to become a Companion?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=RadioSelect(inline=True),
        error_messages=CHOOSE,
    )
    code = forms.BooleanField(label="I keep to the Code of Conduct", required=False)

    def clean(self) -> dict[str, Any]:
        """Nobody becomes one without the Code of Conduct."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") == "yes" and not data.get("code"):
            self.add_error("code", ValidationError("Accept the Code of Conduct to become a Companion"))
        return data
