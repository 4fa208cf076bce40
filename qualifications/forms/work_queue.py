"""What narrows a queue of work, and who gets several pieces of it at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q

from ..models import StageHolder
from ..querysets.assessment import Facet
from ..workflow import SubmissionState
from .assessment import AllocateForm

NOBODY = "nobody"
CENTRE, UNIT, QUALIFICATION = "unit_enrolment__enrolment__centre", "unit_enrolment__unit", "unit_enrolment__enrolment"
STAGES = ("allocation", "marking", "verification", "sign_off", "returned")


class QueueFilterForm(forms.Form):
    """All fields are optional and offer what the person's queue holds; a value that it does not hold filters nothing.

    What is remembered from last week then never becomes an error: the work may be done.
    """

    q = forms.CharField(label="Learner, number or unit", required=False, max_length=100)
    centre = forms.ChoiceField(label="Centre", required=False)
    qualification = forms.ChoiceField(label="Qualification", required=False)
    unit = forms.ChoiceField(label="Unit", required=False)
    assessor = forms.ChoiceField(label="Assessor", required=False)
    state = forms.ChoiceField(label="Stage", required=False)
    hides_optional = True

    def __init__(self, data: Mapping[str, str], *, facets: Iterable[Facet]) -> None:
        offered = _offered(facets)
        known = {name: data[name] for name in offered if data.get(name) in offered[name]}
        super().__init__({**known, "q": data.get("q", "").replace("\x00", "").strip()[:100]})
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", "All"), *choices.items()]
        self.full_clean()

    @property
    def selects(self) -> list[forms.BoundField]:
        """The fields in which there is something to choose."""
        return [field for field in self if field.name != "q" and len(field.field.choices) > 2]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the name of the field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> dict[str, str]:
        """What was chosen, as the page says it."""
        words = {}
        for name, value in self.chosen.items():
            field: Any = self.fields[name]
            words[name] = f"“{value}”" if name == "q" else dict(field.choices)[value]
        return words

    def condition(self) -> Q:
        """The submissions that are left."""
        condition = Q()
        lookups = {"centre": f"{CENTRE}__slug", "qualification": f"{QUALIFICATION}__qualification__slug"}
        lookups |= {"unit": f"{UNIT}__number", "state": "state"}
        for name, value in self.chosen.items():
            if name in lookups:
                condition &= Q(**{lookups[name]: value})
            elif name == "assessor":
                condition &= _marked_by(value)
            else:
                condition &= _found(value)
        return condition


def _offered(facets: Iterable[Facet]) -> dict[str, dict[str, str]]:
    rows = list(facets)
    by_title = {
        "centre": {row.centre: row.centre_name for row in rows},
        "qualification": {row.qualification: row.qualification_title for row in rows},
        "assessor": {str(row.assessor): row.assessor_name for row in rows if row.assessor},
    }
    offered = {name: dict(sorted(found.items(), key=lambda one: one[1])) for name, found in by_title.items()}
    offered["unit"] = dict(sorted((row.unit, row.unit) for row in rows))
    offered["assessor"] |= {NOBODY: "Nobody yet"} if any(row.assessor is None for row in rows) else {}
    states = {row.state for row in rows}
    offered["state"] = {name: str(SubmissionState(name).label) for name in STAGES if name in states}
    return offered


def _marked_by(value: str) -> Q:
    marking = StageHolder.objects.filter(stage="marking", ended_at=None)
    if value == NOBODY:
        return ~Q(unit_enrolment__in=marking.values("unit_enrolment"))
    return Q(unit_enrolment__in=marking.filter(person=value).values("unit_enrolment"))


def _found(text: str) -> Q:
    """Every word stands in the learner's name, or is the number of the place or of the unit."""
    condition = Q()
    for word in text.split():
        in_name = Q(unit_enrolment__learner__name__icontains=word)
        condition &= in_name | Q(**{f"{QUALIFICATION}__number__iexact": word}) | Q(**{f"{UNIT}__number__iexact": word})
    return condition


class AllocateSeveralForm(AllocateForm):
    """Who marks and who verifies several pieces: each carries the version that it was shown with, the form none."""

    moves = None  # type: ignore[assignment]
