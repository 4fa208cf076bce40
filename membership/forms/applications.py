"""What is asked of applicants, of whoever looks for a route, and of those who check eligibility."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import MovesForm, ReasonForm

from ..models import CharteredApplication, Route
from ..rules.answers import Answers, facts_from
from ..rules.eligibility import Facts, Held
from ..rules.periods import years_after
from ..services.applying.parts import statuses_of
from .eligibility import LEVEL_CHOICES, SIZE_CHOICES, YearsField
from .members import ACCEPT

NO_ROUTE = {"required": "Choose a route", "invalid_choice": "Choose one of these routes"}
WRONG_STATUS = "The route that you chose does not lead to this status"


class RouteFinderForm(forms.Form):
    """What the rules of the routes look at, in one address; nothing is kept."""

    hides_optional = True

    years = YearsField(
        label="For how many years have you been a manager?",
        help_text="All posts together, in whole years. Count a time in which you held two posts once.",
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
    ago = YearsField(label="How many years ago was it awarded?", help_text="In whole years; 0 for less than one.")
    own = forms.BooleanField(label="We awarded it: the Chartered Management Institute", required=False)
    assessed = forms.BooleanField(
        label="I passed the end-point assessment of a management apprenticeship", required=False
    )

    def clean(self) -> dict[str, Any]:
        """A qualification has a kind."""
        data = super().clean() or self.cleaned_data
        if data.get("level") and not data.get("size") and not self.has_error("size"):
            self.add_error("size", ValidationError("Choose what kind of qualification it is"))
        return data

    def facts(self, *, on: date) -> Facts:
        """What the answers claim on that day, once the form is valid."""
        data = self.cleaned_data
        facts = facts_from(Answers(years=data["years"]), on=on)
        held = ()
        if data["level"]:
            awarded_on = years_after(on, -data["ago"])
            held = (Held(int(data["level"]), data["size"], awarded_on, own=data["own"]),)
        return replace(facts, held=held, assessed=data["assessed"])


class RouteForm(forms.Form):
    """By which route somebody applies, and for which status."""

    route = forms.ModelChoiceField(
        Route.objects.filter(open=True), label="By which route?", empty_label=None, error_messages=NO_ROUTE
    )
    status = forms.ChoiceField(
        label="What do you apply for?",
        choices=CharteredApplication.Status,
        widget=RadioSelect(
            hints={
                CharteredApplication.Status.MEMBER: "CMgr MCMI, for members of any grade",
                CharteredApplication.Status.FELLOW: "CMgr FCMI, for members of the grade of Fellow",
                CharteredApplication.Status.FOUNDATION: "fCMgr, for members of any grade, by that route alone",
            }
        ),
        error_messages={"required": "Choose a status", "invalid_choice": "Choose one of these"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["route"]
        routes = list(field.queryset)
        field.widget = RadioSelect(hints={route.pk: route.summary for route in routes})
        field.widget.choices = [(route.pk, route.title) for route in routes]
        offered = {status for route in routes for status in statuses_of(route)}
        chosen = [route for route in routes if route.pk == self.initial.get("route")] or routes
        self.initial.setdefault("status", statuses_of(chosen[0])[0] if chosen else None)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in CharteredApplication.Status.choices if value in offered
        ]

    def clean(self) -> dict[str, Any]:
        """A route leads to some statuses."""
        data = super().clean() or self.cleaned_data
        if data.get("route") and data.get("status") and data["status"] not in statuses_of(data["route"]):
            self.add_error("status", ValidationError(WRONG_STATUS))
        return data


class CodeForm(forms.Form):
    """The Code of Conduct."""

    code = forms.BooleanField(label="I keep to the Code of Conduct", error_messages=ACCEPT)


class SubmitForm(MovesForm):
    """Submit what was checked."""


class WithdrawForm(MovesForm):
    """Take the application back."""


class ConfirmForm(ReasonForm):
    """Somebody looked at what is claimed and confirms that the applicant is eligible."""


class RefuseForm(ReasonForm):
    """The applicant is not eligible, and reads why."""
