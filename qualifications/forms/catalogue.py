"""What narrows the lists of qualifications and of centres: GET forms, each with the rows it leaves and its address.

An address says what was asked in one way only: no empty values, choices in the order of the form, single spaces. Pages
for visitors are kept by address, so each answer is made and kept once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from cmiportal.ui.fields import CheckboxSelectMultiple

from ..models import Centre, Qualification
from ..rules.sizes import CREDIT_BANDS, HOURS
from .catalogue_conditions import DELIVERY, approved_at, asking_credits, in_place, taught, with_words

PICK = "q"  # a qualification that is ticked to be compared, as on the page that compares
LEVELS = [(str(number), f"Level {number}") for number in range(2, 9)]
MOST_WORDS = 8

Condition = Callable[[Any, date], Q]


class WordsField(forms.CharField):
    """A few words to look for; what comes out has single spaces."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        widget = forms.TextInput({"type": "search", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, required=False, max_length=100, widget=widget)

    def clean(self, value: Any) -> str:
        """The words; raises ValidationError where there are so many that nothing would match."""
        words = super().clean(value).split()
        if len(words) > MOST_WORDS:
            raise ValidationError(f"Look for {MOST_WORDS} words or fewer", code="words")
        return " ".join(words)


class ChoicesField(forms.MultipleChoiceField):
    """Any of several; what comes out stands in the order of the choices, each once."""

    def __init__(self, *, label: str, choices: Any, hints: Mapping[str, str] | None = None) -> None:
        widget = CheckboxSelectMultiple(hints=hints)
        asked = {"invalid_choice": f"Choose what is offered under “{label}”"}
        super().__init__(label=label, choices=choices, required=False, widget=widget, error_messages=asked)

    def clean(self, value: Any) -> list[str]:
        """The values chosen; raises ValidationError where one is no choice."""
        chosen = super().clean(value)
        return [each for each, _ in self.choices if each in chosen]


class FilterForm(forms.Form):
    """All fields are optional; a value that is no choice is an error at its field and filters nothing.

    What is ``picked`` in the list filters nothing either and goes along in every address.
    """

    hides_optional = True
    url_name: ClassVar[str]
    conditions: ClassVar[Mapping[str, Condition]]

    def __init__(self, data: QueryDict, *, on: date, picked: Sequence[Qualification] = ()) -> None:
        super().__init__(data)
        self.on = on
        self.picked = picked
        self.is_valid()
        self.taken = {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}

    def narrow(self, rows: QuerySet, *, without: str = "") -> Any:
        """The rows that meet every filter, save that of one field."""
        for name, value in self.taken.items():
            if name != without:
                rows = rows.filter(self.conditions[name](value, self.on))
        return rows

    def address(self, **changed: Any) -> str:
        """The address of the list with these filters; ``level=["6"]`` takes the place of what the field has."""
        pairs = urlencode(self._said({**self.taken, **changed}))
        return f"{reverse(self.url_name)}?{pairs}" if pairs else reverse(self.url_name)

    def cleared(self) -> str:
        """The address of the list without any filter."""
        return self.address(**dict.fromkeys(self.taken, ""))

    def other_address(self) -> str:
        """The one address of these filters where they were asked for in another way; nothing where they were not."""
        names = {*self.fields, PICK}
        asked = [(name, value) for name, values in self.data.lists() if name in names for value in values]
        return "" if self.errors or asked == self._said(self.taken) else self.address()

    def _said(self, taken: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What an address says, in its order: the values of the fields, then what is picked."""
        said = []
        for name in self.fields:
            value = taken.get(name) or []
            said += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return said + [(PICK, each.slug) for each in self.picked]

    def chosen(self) -> list[dict[str, str]]:
        """Every filter by itself: ``label``, and ``href`` of the list without it."""
        found = []
        for name, taken in self.taken.items():
            if isinstance(taken, str):
                found.append({"label": f"“{taken}”", "href": self.address(**{name: ""})})
                continue
            labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            for value in taken:
                rest = [each for each in taken if each != value]
                found.append({"label": labels[value], "href": self.address(**{name: rest})})
        return found

    def loosened(self, rows: QuerySet) -> list[dict[str, Any]]:
        """What to let go of where nothing is found: fields without which ``count`` rows would be, the most first."""
        found = [
            {
                "label": str(self.fields[name].label).lower(),
                "href": self.address(**{name: ""}),
                "count": self.narrow(rows, without=name).count(),
            }
            for name in self.taken
        ]
        return sorted((each for each in found if each["count"]), key=lambda each: -each["count"])

    def level_links(self) -> list[dict[str, Any]]:
        """The levels as links, each for it alone beside the other filters; the first for all of them."""
        taken = self.taken.get("level", [])
        links = [{"label": "All levels", "href": self.address(level=[]), "current": not taken}]
        return links + [
            {"label": label, "href": self.address(level=[value]), "current": taken == [value]}
            for value, label in LEVELS
        ]


class CatalogueFilterForm(FilterForm):
    """Qualifications of some levels and sizes, that ask so many credits, about something, or open today."""

    url_name = "qualifications:catalogue_list"
    conditions: ClassVar[Mapping[str, Condition]] = {
        "word": with_words,
        "level": lambda levels, on: Q(level__in=levels),
        "size": lambda sizes, on: Q(size__in=sizes),
        "credits": asking_credits,
        "open": lambda asked, on: Q(is_open=True),
    }

    word = WordsField(label="Words", help_text="In the title, its units or who it is for")
    level = ChoicesField(label="Level", choices=LEVELS)
    size = ChoicesField(label="Size", choices=Qualification.Size.choices, hints=HOURS)
    credits = ChoicesField(label="Credits", choices=[(value, band[0]) for value, band in CREDIT_BANDS.items()])
    open = ChoicesField(label="Registration", choices=[("today", "Open today")])


class CentreFilterForm(FilterForm):
    """Centres by name and place, by the levels that they may deliver, and by how they teach."""

    url_name = "qualifications:centre_list"
    conditions: ClassVar[Mapping[str, Condition]] = {
        "name": lambda words, on: Q(*(Q(name__unaccent__icontains=word) for word in words.split())),
        "place": in_place,
        "nation": lambda nations, on: Q(nation__in=nations),
        "level": approved_at,
        "delivery": taught,
    }

    name = WordsField(label="Name")
    place = WordsField(label="Place", help_text="A town, a region or a nation")
    nation = ChoicesField(label="Nation", choices=Centre.Nation.choices)
    level = ChoicesField(label="Level", choices=LEVELS)
    delivery = ChoicesField(label="How it teaches", choices=[(value, label) for value, label in DELIVERY.items()])


class AddToCompareForm(forms.Form):
    """One more qualification to set beside those that are chosen, from a list by level."""

    hides_optional = True

    q = forms.ChoiceField(label="Add a qualification", required=False)

    def __init__(self, chosen: list[str], listed: Iterable[Qualification]) -> None:
        super().__init__()
        left = [each for each in listed if each.slug not in chosen]
        by_level = {each.level_id: f"Level {each.level_id}" for each in left}
        self.fields["q"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a qualification"),
            *(
                (name, [(each.slug, each.title) for each in left if each.level_id == level])
                for level, name in by_level.items()
            ),
        ]
