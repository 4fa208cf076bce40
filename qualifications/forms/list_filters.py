"""What narrows a list: words to find and choices that the list itself offers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q

from ..querysets.narrowed import PlaceFacet

Offered = dict[str, dict[str, str]]


class ListFilterForm(forms.Form):
    """All fields are optional and offer what the list holds; a value that it does not hold filters nothing.

    What is remembered from last week then never becomes an error: the rows may be gone.
    """

    q = forms.CharField(required=False, max_length=100)
    hides_optional = True

    def __init__(self, data: Mapping[str, str], *, offered: Offered) -> None:
        known = {name: data[name] for name in offered if data.get(name) in offered[name]}
        super().__init__({**known, "q": data.get("q", "").strip()[:100]})
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


class PlaceFilterForm(ListFilterForm):
    """Narrows places, or what came of places: ``place`` leads from a row to its place, as in a lookup."""

    q = forms.CharField(label="Learner or number", required=False, max_length=100)
    qualification = forms.ChoiceField(label="Qualification", required=False)
    centre = forms.ChoiceField(label="Centre", required=False)

    def __init__(self, data: Mapping[str, str], *, facets: Iterable[PlaceFacet], place: str = "") -> None:
        rows = list(facets)
        named = {
            "qualification": {row.qualification: row.qualification_title for row in rows},
            "centre": {row.centre: row.centre_name for row in rows},
        }
        super().__init__(data, offered={name: by_title(found) for name, found in named.items()})
        self.place = place

    def condition(self) -> Q:
        """The rows that are left: every word stands in a name of the learner, or is a number of the row or place."""
        condition = Q()
        for name in ("qualification", "centre"):
            if value := self.chosen.get(name):
                condition &= Q(**{f"{self.place}{name}__slug": value})
        for word in self.chosen.get("q", "").split():
            in_name = Q(learner__name__icontains=word) | Q(**{f"{self.place}name_as_printed__icontains": word})
            condition &= in_name | Q(number__iexact=word) | Q(**{f"{self.place}number__iexact": word})
        return condition


def by_title(found: dict[str, str]) -> dict[str, str]:
    """The same in the order of what people read."""
    return dict(sorted(found.items(), key=lambda one: one[1]))
