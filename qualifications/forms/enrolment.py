"""What is asked about places: the request, the line manager's answer, what a centre decides, the name as printed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.models import User
from cmiportal.accounts.names import NameField
from cmiportal.accounts.services import is_own_address
from cmiportal.ui.fields import DateField, RadioSelect
from cmiportal.ui.moves import REASON_LENGTH, TOO_LONG, Carrying, MovesForm, Words

from ..models import Centre
from ..services.enrolment import OWN_ADDRESS, LineManager

# More centres than these are easier to find in a menu.
RADIO_CHOICES = 6
EARLIEST_BIRTH = date(1900, 1, 1)
EMAIL_HELP = "We send them one link with which they answer; they need no account."
BAD_EMAIL = "Enter an e-mail address in full, like name@example.org"
NO_NAME = {"required": "Enter your full name"}
NAME_HELP = "As it is to stand on your certificate. You confirm it again before an award."


class LeaveForm(MovesForm):
    """A learner gives up their place; why is their own affair."""

    reason = Words(
        label="Why do you withdraw?",
        help_text="Your centre sees what you write.",
        rows=3,
        max_length=REASON_LENGTH,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )


class NameConfirmForm(MovesForm):
    """The name as it is to stand on the certificate."""

    name_as_printed = NameField(
        label="Name on the certificate",
        help_text="Letters of any script, as you want them printed.",
        error_messages=NO_NAME,
    )


class LineManagerFields(forms.Form):
    """Who is asked to approve the place."""

    line_manager_name = NameField(
        label="Your line manager’s name", error_messages={"required": "Enter your line manager’s name"}
    )
    line_manager_email = forms.EmailField(
        label="Their e-mail address",
        help_text=EMAIL_HELP,
        max_length=254,
        error_messages={"required": BAD_EMAIL, "invalid": BAD_EMAIL},
    )
    line_manager_organisation = NameField(label="Where they work", required=False)

    def __init__(self, *args: Any, learner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learner = learner

    def clean_line_manager_email(self) -> str:
        """Somebody else's address."""
        email = self.cleaned_data["line_manager_email"]
        if is_own_address(self.learner, email):
            raise ValidationError(OWN_ADDRESS)
        return email

    def line_manager(self) -> LineManager:
        """The person named, once the form is valid."""
        names = ("name", "email", "organisation")
        return LineManager(**{name: self.cleaned_data[f"line_manager_{name}"] for name in names})


class LineManagerForm(MovesForm, LineManagerFields):
    """Ask a line manager again, or another one."""


class CentreField(forms.ModelChoiceField):
    """A centre by its name and town."""

    def label_from_instance(self, obj: Centre) -> str:
        """``Calderbridge Business School, Leeds``."""
        return f"{obj.name}, {obj.town}"


class PlaceRequestForm(LineManagerFields):
    """All that a request needs, on one page."""

    name_as_printed = NameField(label="Your full name", help_text=NAME_HELP, error_messages=NO_NAME)
    date_of_birth = DateField(
        label="When were you born?", help_text="For example, 27 3 1990. Only the people who register you see it."
    )
    centre = CentreField(
        label="Which centre do you want to learn with?",
        queryset=Centre.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages={"required": "Choose a centre", "invalid_choice": "Choose one of the centres listed"},
    )
    field_order = ("name_as_printed", "date_of_birth", "centre")

    def __init__(self, *args: Any, centres: Any, ask_birth: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["centre"]
        field.queryset = centres
        if len(centres) <= RADIO_CHOICES:
            field.widget = RadioSelect(choices=field.choices)
        else:
            field.empty_label = "Choose a centre"
        if not ask_birth:
            del self.fields["date_of_birth"]

    def clean_date_of_birth(self) -> date:
        """A day in the past on which somebody alive can have been born."""
        born_on = self.cleaned_data["date_of_birth"]
        if not EARLIEST_BIRTH <= born_on < self.today:
            raise ValidationError(f"The date must be after {EARLIEST_BIRTH.year - 1} and before today")
        return born_on


class PlaceAnswerForm(forms.Form):
    """A line manager approves or declines; declining needs a reason."""

    hides_optional = True

    decision = forms.ChoiceField(
        label="Do you approve the place?",
        choices=[("approve", "Yes, I approve it"), ("decline", "No, I decline it")],
        widget=RadioSelect,
        error_messages={"required": "Say whether you approve the place"},
    )
    reason = Words(
        label="If you decline: why?",
        help_text="The learner reads it, and can ask again.",
        max_length=REASON_LENGTH,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where it is needed."""
        data = super().clean() or self.cleaned_data
        if data.get("decision") == "decline" and not data.get("reason") and not self.has_error("reason"):
            self.add_error("reason", "Say why you decline; the learner reads it")
        return data


class UnitChoiceForm(Carrying, forms.Form):
    """What the page of units carries beside its boxes: which units stood as chosen when it was made.

    ``confirmed`` are units of which it was said that they go with what is mapped to them.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> frozenset[str]:
        """The numbers."""
        return frozenset(self.cleaned_data["seen"].split())

    def clean_confirmed(self) -> frozenset[str]:
        """The numbers."""
        return frozenset(self.cleaned_data["confirmed"].split())

    def refuse(self, *sentences: str, seen: Any, confirmed: Any = ()) -> None:
        """Show why the choice was not saved; the next try is about the units as they are chosen now."""
        for sentence in sentences:
            self.add_error(None, sentence)
        self.carry(seen=" ".join(sorted(seen)), confirmed=" ".join(sorted(confirmed)))
