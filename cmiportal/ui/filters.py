"""What narrows a list: GET forms, each with the rows it leaves and its address.

An address says what was asked in one way only: no empty values, choices in the order of the form, single spaces. Pages
for visitors are kept by address, so each answer is made and kept once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.dateformat import format as format_date

from .fields import CheckboxSelectMultiple

MOST_WORDS = 8
YEARS = range(2000, 2101)

Condition = Callable[[Any, date], Q]


class WordsField(forms.CharField):
    """A few words to look for; what comes out has single spaces."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        widget = forms.TextInput({"type": "search", "autocomplete": "off"})
        asked = {"max_length": "Look for %(limit_value)d characters or fewer; these are %(show_value)d"}
        super().__init__(
            label=label, help_text=help_text, required=False, max_length=100, widget=widget, error_messages=asked
        )

    def clean(self, value: Any) -> str:
        """The words; raises ValidationError where there are so many that nothing would match."""
        words = super().clean(value).split()
        if len(words) > MOST_WORDS:
            raise ValidationError(f"Look for {MOST_WORDS} words or fewer", code="words")
        return " ".join(words)

    def said(self, value: str) -> str:
        """What was asked for, in a word or two."""
        return f"“{value}”"


class ChoicesField(forms.MultipleChoiceField):
    """Any of several; what comes out stands in the order of the choices, each once."""

    def __init__(self, *, label: str, choices: Any = (), hints: Mapping[str, str] | None = None) -> None:
        widget = CheckboxSelectMultiple(hints=hints)
        asked = {"invalid_choice": f"Choose what is offered under “{label}”"}
        super().__init__(label=label, choices=choices, required=False, widget=widget, error_messages=asked)

    def clean(self, value: Any) -> list[str]:
        """The values chosen; raises ValidationError where one is no choice."""
        chosen = super().clean(value)
        return [each for each, _ in self.choices if each in chosen]

    def said(self, value: str) -> str:
        """What was asked for, in a word or two."""
        return dict(self.choices)[value]


class DayField(forms.DateField):
    """A day, written ``2026-12-01`` in addresses; what comes out is written like that, too.

    ``word`` stands before it where it is said: "from 1 December 2026".
    """

    def __init__(self, *, label: str, word: str, help_text: str = "") -> None:
        self.word = word
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        asked = {"invalid": f"Write the day under “{label}” as year, month and day, for example 2026-12-01"}
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=widget,
            error_messages=asked,
        )

    def clean(self, value: Any) -> str:
        """The day, or nothing; raises ValidationError where it is none, or far from any list."""
        day = super().clean(value)
        if day and day.year not in YEARS:
            raise ValidationError(f"Give a year from {YEARS[0]} to {YEARS[-1]}", code="year")
        return day.isoformat() if day else ""

    def said(self, value: str) -> str:
        """What was asked for, in a word or two."""
        return f"{self.word} {format_date(date.fromisoformat(value), 'j F Y')}"


class FilterForm(forms.Form):
    """All fields are optional; a value that is no choice is an error at its field and filters nothing.

    Fields are those of this module, since each says what was asked of it. What stands under a name in ``carries``
    filters nothing either and goes along in every address.
    """

    hides_optional = True
    url_name: ClassVar[str]
    conditions: ClassVar[Mapping[str, Condition]]
    carries: ClassVar[Sequence[str]] = ()

    def __init__(self, data: QueryDict, *, on: date) -> None:
        super().__init__(data)
        self.on = on
        self.offer()
        self.is_valid()
        self.taken = {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}

    def carried(self) -> list[tuple[str, str]]:
        """Names and values that go along in every address."""
        return []

    def offer(self) -> None:
        """Give choices that are rows of a table to their fields, before what was asked for is looked at."""

    def narrow(self, rows: QuerySet, *, without: str = "") -> Any:
        """The rows that meet every filter, save that of one field."""
        for name, value in self.taken.items():
            if name != without:
                rows = rows.filter(self.conditions[name](value, self.on))
        return rows

    def address(self, **changed: Any) -> str:
        """The address of the list with these filters; ``level=["6"]`` takes the place of what the field has."""
        pairs = urlencode(self._said({**self.taken, **changed}))
        return f"{self.path()}?{pairs}" if pairs else self.path()

    def path(self) -> str:
        """The address of the list without a query."""
        return reverse(self.url_name)

    def cleared(self) -> str:
        """The address of the list without any filter."""
        return self.address(**dict.fromkeys(self.taken, ""))

    def other_address(self) -> str:
        """The one address of these filters where they were asked for in another way; nothing where they were not."""
        names = {*self.fields, *self.carries}
        asked = [(name, value) for name, values in self.data.lists() if name in names for value in values]
        return "" if self.errors or asked == self._said(self.taken) else self.address()

    def chosen(self) -> list[dict[str, str]]:
        """Every filter by itself: ``label``, and ``href`` of the list without it."""
        found = []
        for name, taken in self.taken.items():
            said = self.fields[name].said  # type: ignore[attr-defined]
            if isinstance(taken, str):
                found.append({"label": said(taken), "href": self.address(**{name: ""})})
                continue
            for value in taken:
                rest = [each for each in taken if each != value]
                found.append({"label": said(value), "href": self.address(**{name: rest})})
        return found

    def loosened(self, rows: QuerySet) -> list[dict[str, Any]]:
        """What to let go of where nothing is found: fields without which ``count`` rows would be, the most first.

        One query, however many filters there are.
        """
        counts = self.counts_without(rows) if self.taken else {}
        found = [
            {
                "label": str(self.fields[name].label).lower(),
                "href": self.address(**{name: ""}),
                "count": counts[f"without_{name}"],
            }
            for name in self.taken
        ]
        return sorted((each for each in found if each["count"]), key=lambda each: -each["count"])

    def counts_without(self, rows: QuerySet) -> dict[str, int]:
        """How many rows there would be without each filter, as ``without_<name>``; one query."""
        left = {
            f"without_{name}": Count("pk", filter=Q(pk__in=self.narrow(rows, without=name).values("pk")))
            for name in self.taken
        }
        return rows.model._default_manager.aggregate(**left)

    def links(self, name: str, everything: str) -> list[dict[str, Any]]:
        """The choices of a field as links, each for it alone beside the other filters; the first for all of them."""
        taken = self.taken.get(name, [])
        links = [{"label": everything, "href": self.address(**{name: []}), "current": not taken}]
        return links + [
            {"label": label, "href": self.address(**{name: [value]}), "current": taken == [value]}
            for value, label in self.fields[name].choices  # type: ignore[attr-defined]
        ]

    def _said(self, taken: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What an address says, in its order: the values of the fields, then what is carried along."""
        said = []
        for name in self.fields:
            value = taken.get(name) or []
            said += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return said + self.carried()
