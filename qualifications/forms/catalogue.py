"""What narrows the lists of qualifications and of centres, and what is ticked to be compared."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.http import QueryDict

from cmiportal.ui.filters import ChoicesField, Condition, FilterForm, WordsField

from ..models import Centre, Qualification
from ..rules.sizes import CREDIT_BANDS, HOURS
from .catalogue_conditions import DELIVERY, approved_at, asking_credits, in_place, taught, with_words

PICK = "q"  # a qualification that is ticked to be compared, as on the page that compares
LEVELS = [(str(number), f"Level {number}") for number in range(2, 9)]


class LevelFilterForm(FilterForm):
    """A list in which one looks for levels first."""

    def level_links(self) -> list[dict[str, Any]]:
        """The levels as links, each for it alone beside the other filters; the first for all of them."""
        return self.links("level", "All levels")


class CatalogueFilterForm(LevelFilterForm):
    """Qualifications of some levels and sizes, that ask so many credits, about something, or open today.

    What is ``picked`` to be compared stays picked whatever the filters leave.
    """

    url_name = "qualifications:catalogue_list"
    carries = (PICK,)
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

    def __init__(self, data: QueryDict, *, on: date, picked: Sequence[Qualification] = ()) -> None:
        self.picked = picked
        super().__init__(data, on=on)

    def carried(self) -> list[tuple[str, str]]:
        """What is picked."""
        return [(PICK, each.slug) for each in self.picked]

    def ticks(self, found: Sequence[Qualification]) -> dict[str, Any]:
        """What is picked and not among those that were found."""
        return {"ticked_elsewhere": [each for each in self.picked if each not in found]}


class CentreFilterForm(LevelFilterForm):
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
