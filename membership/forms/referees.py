"""Who is asked for a reference, and what they answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.models import User
from cmiportal.accounts.names import NameField
from cmiportal.accounts.services import is_own_address
from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import Words

from ..services.applying.referees import OWN_ADDRESS, Named

BAD_EMAIL = "Enter an e-mail address in full, like name@example.org"
LONGEST_REFERENCE = 5000
TOO_LONG = "Use %(limit_value)d characters or fewer; you used %(show_value)d"


class RefereeForm(forms.Form):
    """Who is asked: somebody else than the applicant."""

    name = NameField(label="Your referee’s name", error_messages={"required": "Enter your referee’s name"})
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="We send them one link with which they answer; they need no account.",
        max_length=254,
        error_messages={"required": BAD_EMAIL, "invalid": BAD_EMAIL},
    )
    organisation = NameField(label="Where they work", required=False)

    def __init__(self, *args: Any, applicant: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applicant = applicant

    def clean_email(self) -> str:
        """Somebody else's address."""
        email = self.cleaned_data["email"]
        if is_own_address(self.applicant, email):
            raise ValidationError(OWN_ADDRESS)
        return email

    def named(self) -> Named:
        """The person, once the form is valid."""
        return Named(**self.cleaned_data)


class ReferenceForm(forms.Form):
    """Three questions to a referee."""

    knows_as = NameField(
        label="How do you know the applicant?",
        help_text="For example: I was their line manager from 2021 to 2024.",
        error_messages={"required": "Say how you know the applicant"},
    )
    supports = forms.ChoiceField(
        label="Do you support the application?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=RadioSelect(inline=True),
        error_messages={"required": "Say whether you support the application"},
    )
    text = Words(
        label="What have you seen of their leadership?",
        help_text="What they did, and what came of it. A few sentences are enough.",
        rows=8,
        max_length=LONGEST_REFERENCE,
        error_messages={"required": "Say what you have seen of their leadership", "max_length": TOO_LONG},
    )
