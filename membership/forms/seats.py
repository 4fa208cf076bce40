"""What the staff of an organisation say of seats, and what an invited person accepts."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator

from .referees import BAD_EMAIL


class InviteForm(forms.Form):
    """Who is invited to a seat."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="Of the person to whom you give a seat. They get a link with which they accept it.",
        max_length=254,
        error_messages={"required": BAD_EMAIL, "invalid": BAD_EMAIL},
    )


class SeatsForm(forms.Form):
    """How many seats are bought."""

    seats = forms.IntegerField(
        label="How many seats?",
        min_value=1,
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number in figures",
            "min_value": "Enter 1 or more",
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        most = settings.SEATS_MAX
        self.fields["seats"].validators.append(
            MaxValueValidator(most, f"Enter {most} or fewer; write to us about more")
        )
        self.fields["seats"].widget.attrs["size"] = 6


class AcceptSeatForm(forms.Form):
    """The Code of Conduct, which every member keeps to."""

    code = forms.BooleanField(
        label="I keep to the Code of Conduct",
        error_messages={"required": "Accept the Code of Conduct to become a member"},
    )
