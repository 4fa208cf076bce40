"""What narrows a queue of work, and who gets several pieces of it at once."""

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Q

from ..models import StageHolder
from ..querysets.assessment import Facet
from ..workflow import SubmissionState
from .assessment import AllocateForm
from .list_filters import ListFilterForm, Offered, by_title

NOBODY = "nobody"
CENTRE, UNIT, QUALIFICATION = "unit_enrolment__enrolment__centre", "unit_enrolment__unit", "unit_enrolment__enrolment"
STAGES = ("allocation", "marking", "verification", "sign_off", "returned")


class QueueFilterForm(ListFilterForm):
    """Narrows what is on a person's desk."""

    q = forms.CharField(label="Learner, number or unit", required=False, max_length=100)
    centre = forms.ChoiceField(label="Centre", required=False)
    qualification = forms.ChoiceField(label="Qualification", required=False)
    unit = forms.ChoiceField(label="Unit", required=False)
    assessor = forms.ChoiceField(label="Assessor", required=False)
    state = forms.ChoiceField(label="Stage", required=False)

    def __init__(self, data: Mapping[str, str], *, facets: Iterable[Facet]) -> None:
        super().__init__(data, offered=_offered(facets))

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


def _offered(facets: Iterable[Facet]) -> Offered:
    rows = list(facets)
    named = {
        "centre": {row.centre: row.centre_name for row in rows},
        "qualification": {row.qualification: row.qualification_title for row in rows},
        "assessor": {str(row.assessor): row.assessor_name for row in rows if row.assessor},
    }
    offered = {name: by_title(found) for name, found in named.items()}
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
