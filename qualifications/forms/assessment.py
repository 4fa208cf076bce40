"""What is decided about work: who marks and verifies it, each judgement, and why it is returned."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms

from cmiportal.ui.components.words import count_of
from cmiportal.ui.fields import CheckboxSelectMultiple, RadioSelect
from cmiportal.ui.moves import SeenVersion, VersionedForm, Words

from ..services.allocation import Candidate

MET, NOT_YET_MET = "met", "not_yet_met"
SAY_WHAT_IS_MISSING = "Say what is missing and what would meet it"


class PeopleSelect(RadioSelect):
    """One of several people; those who cannot be chosen are listed too, disabled, with the reason."""

    def __init__(self, *args: Any, barred: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.barred = frozenset(barred)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, disabled where this person cannot be chosen."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.barred:
            option["attrs"]["disabled"] = True
        return option


class HolderField(forms.TypedChoiceField):
    """Somebody who may hold a stage, as a User; each with the number of pieces of work that they have open."""

    def __init__(self, *, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        self.free = {str(one.person.pk): one.person for one in candidates if not one.refusal}
        hints = {str(one.person.pk): f"Cannot be chosen: {one.refusal}." for one in candidates if one.refusal}
        barred = list(hints)
        hints |= {str(one.person.pk): _not_all(one) for one in candidates if one.exceptions}
        names = Counter(one.person.name for one in candidates)
        super().__init__(
            choices=[(str(one.person.pk), _named(one, alone=names[one.person.name] == 1)) for one in candidates],
            coerce=self.free.get,
            widget=PeopleSelect(hints=hints, barred=barred),
            error_messages={"invalid_choice": "Choose one of those who can be chosen"},
            **kwargs,
        )

    def valid_value(self, value: Any) -> bool:
        """Only those without a reason against them."""
        return str(value) in self.free


def _not_all(one: Candidate) -> str:
    """The pieces that this person cannot have, where several are given away together."""
    said = [f"{work.learner}, unit {work.unit_enrolment.unit.number} ({reason})" for work, reason in one.exceptions]
    return f"Cannot have {'; '.join(said)}."


def _named(one: Candidate, *, alone: bool) -> str:
    """The person, by address too where somebody else has the same name, and what they have open."""
    person = str(one.person) if alone else f"{one.person} ({one.person.email})"
    said = [f"{person}, {count_of(one.load, 'piece of work,pieces of work')} open"]
    said += [f"{count_of(one.due_soon, 'of them,of them')} due soon"] if one.due_soon else []
    said += [f"{count_of(one.late, 'of them,of them')} late"] if one.late else []
    return ", ".join(said)


class AllocateForm(VersionedForm):
    """Who marks and who verifies: two people."""

    def __init__(
        self, *args: Any, assessors: Sequence[Candidate], verifiers: Sequence[Candidate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessor"] = HolderField(label="Who marks it?", candidates=assessors)
        self.fields["verifier"] = HolderField(
            label="Who verifies it?", candidates=verifiers, help_text="They get it once it is marked."
        )

    def clean(self) -> dict[str, Any]:
        """Two people."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("assessor") and cleaned["assessor"] == cleaned.get("verifier"):
            self.add_error("verifier", "Choose somebody else: nobody verifies their own marking")
        return cleaned


class ReallocateForm(VersionedForm):
    """Who gets the work instead, and why."""

    reason = Words(label="Why does it change hands?", help_text="Kept with the work; staff who handle it can read it.")
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = HolderField(label="Who gets it?", candidates=candidates)
        self.order_fields(self.field_order)


class JudgeForm(VersionedForm):
    """Met or not yet met, with feedback; ``revision`` is that of the judgement on the page, 0 where there was none."""

    revision = SeenVersion()
    met = forms.TypedChoiceField(
        choices=[(MET, "Met"), (NOT_YET_MET, "Not yet met")],
        coerce=lambda value: value == MET,
        widget=RadioSelect(hints={NOT_YET_MET: f"{SAY_WHAT_IS_MISSING}."}),
        error_messages={"required": "Say whether the criterion is met"},
    )
    feedback = Words(
        label="Feedback to the learner",
        rows=8,
        required=False,
        help_text="Name the place, then the reason. The learner reads this word for word.",
    )
    hides_optional = True

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met"].label = f"Is criterion {code} met?"

    def clean(self) -> dict[str, Any]:
        """What is not yet met needs feedback."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("met") is False and "feedback" in cleaned and not cleaned["feedback"]:
            self.add_error("feedback", SAY_WHAT_IS_MISSING)
        return cleaned


class ReturnForm(VersionedForm):
    """Why work goes back to the learner before it is marked."""

    reason = Words(
        label="What has to be corrected?", rows=6, help_text="The learner reads this word for word, and nothing else."
    )


class SendBackForm(VersionedForm):
    """Why work goes back one stage, and which criteria it is about."""

    look_again = forms.MultipleChoiceField(
        label="Which criteria is it about?", required=False, widget=CheckboxSelectMultiple(inline=True)
    )
    reason = Words(label="Why do you return it?", help_text="Whoever gets it back reads your reason.")
    hides_optional = True

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["look_again"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
