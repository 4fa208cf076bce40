"""What narrows the lists of qualifications and of centres: GET forms, each with the rows it leaves."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cmiportal.ui.fields import CheckboxSelectMultiple

from ..models import Centre, Qualification
from ..querysets.catalogue import CentreQuerySet, QualificationQuerySet

LEVELS = [(str(number), f"Level {number}") for number in range(2, 9)]
SIZE_HINTS = {
    "award": "to 120 hours of study",
    "certificate": "121 to 369 hours",
    "diploma": "370 hours or more",
}


class FilterForm(forms.Form):
    """All fields are optional; a value that is no choice is an error at its field and filters nothing."""

    hides_optional = True

    def chosen(self) -> int:
        """How many boxes are ticked."""
        self.is_valid()
        return sum(len(values) for values in self.cleaned_data.values())

    def _narrow(self, rows: QuerySet, **lookups: str) -> Any:
        self.is_valid()
        ticked = {lookup: self.cleaned_data.get(name) for name, lookup in lookups.items()}
        return rows.filter(**{lookup: values for lookup, values in ticked.items() if values})


class CatalogueFilterForm(FilterForm):
    """Qualifications of some levels and sizes."""

    level = forms.MultipleChoiceField(label="Level", choices=LEVELS, required=False, widget=CheckboxSelectMultiple)
    size = forms.MultipleChoiceField(
        label="Size",
        choices=Qualification.Size.choices,
        required=False,
        widget=CheckboxSelectMultiple(hints=SIZE_HINTS),
    )

    def narrow(self, rows: QualificationQuerySet) -> QualificationQuerySet:
        """The rows of the levels and sizes ticked; of all where none is."""
        return self._narrow(rows, level="level__in", size="size__in")


class CentreFilterForm(FilterForm):
    """Centres of some nations."""

    nation = forms.MultipleChoiceField(
        label="Nation", choices=Centre.Nation.choices, required=False, widget=CheckboxSelectMultiple
    )

    def narrow(self, rows: CentreQuerySet) -> CentreQuerySet:
        """The rows of the nations ticked; of all where none is."""
        return self._narrow(rows, nation="nation__in")
