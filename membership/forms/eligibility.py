"""What a visitor is asked to see which grades are open to them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models import QualificationHeld
from ..rules.answers import Answers
from ..rules.written import LEVELS, MOST_YEARS

COMPARABLE = {
    3: "like A levels",
    5: "like a foundation degree",
    6: "like a bachelor’s degree",
    7: "like a master’s degree",
}
LEVEL_CHOICES = [
    (str(level), f"Level {level}" + (f", {COMPARABLE[level]}" if level in COMPARABLE else "")) for level in LEVELS
]
SIZE_CHOICES = [(value, label) for value, label in QualificationHeld.Size.choices if value != "assessment"]
FIGURES = "Enter whole years in figures, like 4"
TOO_MANY = f"Enter {MOST_YEARS} or less"


class YearsField(forms.IntegerField):
    """Whole years; nothing typed is none, unless ``needed`` says what to do about it."""

    def __init__(self, *, label: str, help_text: str, needed: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=bool(needed),
            min_value=0,
            max_value=MOST_YEARS,
            widget=forms.TextInput({"inputmode": "numeric", "size": 3, "autocomplete": "off"}),
            error_messages={"required": needed, "invalid": FIGURES, "min_value": FIGURES, "max_value": TOO_MANY},
        )

    def clean(self, value: Any) -> int:
        """The number, 0 for none."""
        return super().clean(value) or 0


class EligibilityForm(forms.Form):
    """Six questions in one address; nothing is kept."""

    hides_optional = True

    years = YearsField(
        label="For how many years have you been a manager?",
        help_text="All posts together, in whole years. Count a time in which you held two posts once.",
        needed="Enter your years as a manager, 0 for none",
    )
    strategic = YearsField(
        label="How many of these years were in strategic posts?",
        help_text="Where you set the course of an organisation or of a large part of it.",
    )
    level = forms.ChoiceField(
        label="What is your highest qualification in management, business or leadership?",
        choices=[("", "None"), *LEVEL_CHOICES],
        required=False,
        error_messages={"invalid_choice": "Choose one of the levels listed"},
    )
    size = forms.ChoiceField(
        label="What kind of qualification is it?",
        choices=[("", "Choose a kind"), *SIZE_CHOICES],
        required=False,
        error_messages={"invalid_choice": "Choose one of the kinds listed"},
    )
    own = forms.BooleanField(label="We awarded it: the Chartered Management Institute", required=False)
    registered = forms.BooleanField(
        label="I am registered as a learner on one of your qualifications now", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Strategic years are some of the years; a qualification has a kind."""
        data = super().clean() or self.cleaned_data
        if data.get("strategic", 0) > data.get("years", MOST_YEARS):
            self.add_error("strategic", ValidationError("These are some of your years in management: enter no more"))
        if data.get("level") and not data.get("size") and not self.has_error("size"):
            self.add_error("size", ValidationError("Choose what kind of qualification it is"))
        return data

    def answers(self) -> Answers:
        """What was answered, once the form is valid."""
        data = self.cleaned_data
        level = int(data["level"]) if data["level"] else None
        return Answers(
            years=data["years"],
            strategic=data["strategic"],
            level=level,
            size=data["size"] if level else "",
            own=data["own"] and level is not None,
            registered=data["registered"],
        )
