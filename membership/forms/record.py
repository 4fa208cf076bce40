"""A person's posts in management and qualifications, as they type them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.models import User
from cmiportal.accounts.names import NameField
from cmiportal.documents.models import Item
from cmiportal.ui.fields import DateField

from ..models import Experience, QualificationHeld
from ..models.record import INSTITUTE
from .eligibility import LEVEL_CHOICES

EARLIEST = date(1940, 1, 1)
MOST_PEOPLE = 1_000_000
MOST_POUNDS = 10_000_000_000
# What people write for us.
OURSELVES = {INSTITUTE.casefold(), f"the {INSTITUTE}".casefold(), "cmi"}


class WholeNumber(forms.IntegerField):
    """A number that may be left out; ``unit`` says of what."""

    def __init__(self, *, label: str, unit: str, most: int) -> None:
        wrong = f"Enter {unit} in figures, without a sign"
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=most,
            widget=forms.TextInput({"inputmode": "numeric", "size": 12, "autocomplete": "off"}),
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": f"Enter {unit} that somebody can have"},
        )


class EvidenceField(forms.ModelChoiceField):
    """One of the person's own pieces of evidence that are not withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Item.objects.none(),
            label="Evidence",
            empty_label="None yet",
            required=False,
            error_messages={"invalid_choice": "Choose one of your pieces of evidence"},
        )

    def to_python(self, value: Any) -> Item | None:
        """The piece; what is not even a key is no choice."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class LineForm(forms.Form):
    """A line of the record: a form that gives the columns of its row, and takes them from one."""

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        evidence = self.fields["evidence"]
        evidence.queryset = Item.objects.visible_to(person).current().order_by("-created_at", "pk")  # type: ignore[attr-defined]
        evidence.help_text = "A letter, a certificate, a contract: what shows it. You can add it later."

    def past_day(self, name: str) -> date:
        """A day that has come, within a working life."""
        day = self.cleaned_data[name]
        if day and not EARLIEST <= day <= self.today:
            raise ValidationError(f"The date must be after {EARLIEST.year - 1}, and not after today")
        return day


class ExperienceForm(LineForm):
    """A post in management."""

    post = NameField(label="Role", error_messages={"required": "Enter your role"})
    employer = NameField(label="Employer", error_messages={"required": "Enter the employer"})
    since = DateField(label="When did you begin?")
    until = DateField(label="When did you leave?", help_text="Leave it empty while you hold the post.", required=False)
    strategic = forms.BooleanField(label=Experience._meta.get_field("strategic").verbose_name, required=False)
    people_led = WholeNumber(label="How many people do you lead?", unit="a number of people", most=MOST_PEOPLE)
    budget = WholeNumber(
        label="What budget do you answer for, in pounds a year?", unit="whole pounds", most=MOST_POUNDS
    )
    evidence = EvidenceField()

    def clean_since(self) -> date:
        """Not in the future."""
        return self.past_day("since")

    def clean_until(self) -> date:
        """Not in the future."""
        return self.past_day("until")

    def clean(self) -> dict[str, Any]:
        """Nobody leaves before they begin."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError("This day must not be before the day on which you began"))
        return data

    def values(self) -> dict[str, Any]:
        """The columns."""
        data = dict(self.cleaned_data)
        pounds = data.pop("budget")
        return data | {"budget_pence": None if pounds is None else pounds * 100}

    @staticmethod
    def initial_of(row: Experience) -> dict[str, Any]:
        """What the form opens with."""
        names = ("post", "employer", "since", "until", "strategic", "people_led", "evidence")
        pounds = None if row.budget_pence is None else row.budget_pence // 100
        return {**{name: getattr(row, name) for name in names}, "budget": pounds}


class HeldForm(LineForm):
    """A qualification."""

    title = NameField(
        label="Title", help_text="As it stands on the certificate.", error_messages={"required": "Enter the title"}
    )
    body = NameField(
        label="Who awarded it?",
        help_text=f"For example, University of Leeds, or {INSTITUTE}.",
        error_messages={"required": "Enter who awarded it"},
    )
    level = forms.ChoiceField(
        label="Level", choices=[("", "Choose a level"), *LEVEL_CHOICES], error_messages={"required": "Choose the level"}
    )
    size = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose a kind"), *QualificationHeld.Size.choices],
        error_messages={"required": "Choose what kind it is"},
    )
    management = forms.BooleanField(label="It is in management, business or leadership", required=False, initial=True)
    awarded_on = DateField(label="When was it awarded?")
    evidence = EvidenceField()

    def clean_body(self) -> str:
        """The Institute by its name, however it is written: its own qualifications open ways of their own."""
        body = self.cleaned_data["body"]
        return INSTITUTE if body.casefold() in OURSELVES else body

    def clean_level(self) -> int:
        """The number."""
        return int(self.cleaned_data["level"])

    def clean_awarded_on(self) -> date:
        """Not in the future."""
        return self.past_day("awarded_on")

    def values(self) -> dict[str, Any]:
        """The columns."""
        return dict(self.cleaned_data)

    @staticmethod
    def initial_of(row: QualificationHeld) -> dict[str, Any]:
        """What the form opens with."""
        names = ("title", "body", "level", "size", "management", "awarded_on", "evidence")
        return {name: getattr(row, name) for name in names}
