"""Times for professional discussions: offered by assessors, chosen by applicants; and an applicant's own appeal."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from cmiportal.accounts.names import NameField
from cmiportal.ui.components.words import moment
from cmiportal.ui.fields import CheckboxSelectMultiple, DateField, RadioSelect
from cmiportal.ui.moves import MovesForm, Words

from ..models import Slot

HOURS = [f"{hour:02}:{minute:02}" for hour in range(8, 20) for minute in (0, 30)]
GROUNDS = "Say what was wrong with the way or the reasons of the decision, and what you would like to happen"


class OfferForm(forms.Form):
    """A day, the times on it at which discussions can begin, in the assessor's own zone, and how to join."""

    day = DateField(label="On which day?")
    times = forms.MultipleChoiceField(
        label="When can a discussion begin?",
        choices=[(hour, hour) for hour in HOURS],
        widget=CheckboxSelectMultiple(inline=True),
        error_messages={"required": "Choose at least one time"},
    )
    joining = NameField(
        label="How does the applicant join?",
        help_text="A link to a video call, or a telephone number. They see it once they have booked.",
        error_messages={"required": "Enter a link or a telephone number"},
    )

    def clean(self) -> dict[str, Any]:
        """The moments, in the zone that the page is shown in."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("times"):
            zone = timezone.get_current_timezone()
            said = [time.fromisoformat(one) for one in cleaned["times"]]
            cleaned["starts"] = [datetime.combine(cleaned["day"], one, tzinfo=zone) for one in said]
        return cleaned


class ChooseForm(MovesForm):
    """One of the times that are free; those that are gone meanwhile are not there any more."""

    slot = forms.TypedChoiceField(
        label="Which time suits you?",
        widget=RadioSelect,
        error_messages={
            "required": "Choose a time",
            "invalid_choice": "Somebody has just taken this time. Choose another one",
        },
    )

    def __init__(self, *args: Any, slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {str(slot.pk): slot for slot in slots}
        field: Any = self.fields["slot"]
        field.choices = [(key, moment(timezone.localtime(slot.during.lower))) for key, slot in found.items()]
        field.coerce = lambda key: found[key]


class CancelOwnForm(MovesForm):
    """The applicant cancels the discussion."""


class AppealForm(forms.Form):
    """Why somebody appeals."""

    grounds = Words(label="Why do you appeal?", rows=10, help_text=f"{GROUNDS}.", error_messages={"required": GROUNDS})


class WithdrawAppealForm(MovesForm):
    """The appeal is taken back."""


class RegisterForm(forms.Form):
    """Whether the public register shows the person."""

    shown = forms.BooleanField(
        label="Show me in the public register of Chartered Managers",
        required=False,
        help_text="Your name, your status and since when. You can take it back at any time.",
    )
    hides_optional = True
