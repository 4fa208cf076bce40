"""What is decided about applications: who assesses, each judgement, what is recommended, the outcome, appeals."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cmiportal.rules.codes import read_code
from cmiportal.ui.components.words import count_of
from cmiportal.ui.fields import CheckboxSelectMultiple, RadioSelect
from cmiportal.ui.moves import MovesForm, ReasonForm, SeenVersion, Words

from ..models import StatementEvidence
from ..services.assessing.allocation import Candidate
from ..services.assessing.judging import Advice

MET, NOT_YET_MET = "met", "not_yet_met"
SAY_WHAT_IS_MISSING = "Say what is missing and what would meet it"
NO_CONFLICT = "Tick the box to declare that you have no conflict of interest"


class AllocateForm(MovesForm):
    """Who assesses the application: one of those who can have it."""

    assessor = forms.TypedChoiceField(label="Who assesses it?", widget=RadioSelect)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = {str(one.person.pk): one for one in candidates if not one.refusal}
        field: Any = self.fields["assessor"]
        field.choices = [(key, f"{one.person}, {_load(one)}") for key, one in free.items()]
        field.coerce = lambda key: free[key].person


class DeclareForm(forms.Form):
    """No conflict of interest."""

    declared = forms.BooleanField(
        label="I do not know the applicant, and I have no interest in the outcome",
        help_text="Not as colleague, friend, relative, teacher, client or competitor, now or in the last five years.",
        error_messages={"required": NO_CONFLICT},
    )


class GiveBackForm(ReasonForm):
    """The application leaves its assessor, with the reason."""


class HeldForm(MovesForm):
    """The discussion took place."""


class CancelForm(ReasonForm):
    """The assessor cancels the discussion; the applicant reads why."""


class JudgeForm(MovesForm):
    """Met or not yet met, with feedback; ``revision`` is that of the judgement on the page, 0 where there was none."""

    revision = SeenVersion()
    met = forms.TypedChoiceField(
        label="Is it met?",
        choices=[(MET, "Met"), (NOT_YET_MET, "Not yet met")],
        coerce=lambda value: value == MET,
        widget=RadioSelect(hints={NOT_YET_MET: f"{SAY_WHAT_IS_MISSING}."}),
        error_messages={"required": "Say whether the criterion is met"},
    )
    feedback = Words(
        label="Feedback to the applicant",
        rows=8,
        required=False,
        help_text="The applicant reads this word for word, once the outcome is decided.",
    )
    accepted = forms.TypedMultipleChoiceField(
        label="Which evidence counts?", required=False, coerce=int, widget=CheckboxSelectMultiple
    )
    hides_optional = True
    field_order = ["met", "accepted", "feedback"]

    def __init__(self, *args: Any, evidence: Sequence[StatementEvidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if evidence:
            self.fields["accepted"].choices = [(one.pk, str(one)) for one in evidence]  # type: ignore[attr-defined]
        else:
            del self.fields["accepted"]

    def clean(self) -> dict[str, Any]:
        """What is not yet met needs feedback."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("met") is False and "feedback" in cleaned and not cleaned["feedback"]:
            self.add_error("feedback", SAY_WHAT_IS_MISSING)
        return cleaned


class RecommendForm(MovesForm):
    """What the assessor recommends, in words for the moderator."""

    advice = forms.ChoiceField(
        label="What do you recommend?",
        choices=Advice,
        widget=RadioSelect,
        error_messages={"required": "Say what you recommend"},
    )
    reason = Words(label="In a few words, why?", help_text="The moderator reads this; the applicant does not.")


class SendBackForm(ReasonForm):
    """Back to the assessor."""


class AwardForm(MovesForm):
    """The status is awarded."""


class NotYetForm(ReasonForm):
    """Something is missing that can be added."""


class DeclineForm(ReasonForm):
    """Declined."""


class UpholdForm(ReasonForm):
    """The outcome does not stand."""


class DismissForm(ReasonForm):
    """The outcome stands."""


class VerifyForm(forms.Form):
    """A code, as typed from a certificate."""

    code = forms.CharField(
        label="Verification code",
        max_length=100,
        help_text="Twelve letters and digits beside the square code, like 7Q4K-M2ZD-90PX.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        """The code as it is written; misread letters put right."""
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError("Enter all twelve letters and digits of the code, like 7Q4K-M2ZD-90PX.")
        return code


def _load(one: Candidate) -> str:
    return f"{count_of(one.load, 'application,applications')} open"
