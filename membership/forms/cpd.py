"""An entry of a CPD record as its person types it, and what narrows the record."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from cmiportal.accounts.models import User
from cmiportal.accounts.names import NameField
from cmiportal.documents.models import Item
from cmiportal.documents.querysets import ItemQuerySet
from cmiportal.ui.fields import CheckboxSelectMultiple, DateField
from cmiportal.ui.moves import TOO_LONG, Words

from ..models import Area, CpdEntry, CpdOffer
from ..rules.periods import years_after
from ..rules.spent import hours_of, minutes_of

EARLIEST = date(1940, 1, 1)
# Something may be planned; beyond that a year is a slip of the finger.
YEARS_AHEAD = 1
MOST_HOURS = 10_000
COMMA = re.compile(r"\d+,\d{1,2}")
STAGES = ("need", "plan", "action", "learnt")
NO_HOURS = "Enter hours in figures, for example 1.5"


class Stage(Words):
    """What is said in one of the four stages."""

    def __init__(self, label: str, hint: str) -> None:
        super().__init__(label=label, help_text=hint, required=False, error_messages={"max_length": TOO_LONG})


class HoursField(forms.DecimalField):
    """Hours; half of one may be typed with a comma, as in 1,5. What looks like a thousand is left to be refused."""

    def to_python(self, value: Any) -> Decimal | None:
        """The number, or None."""
        if isinstance(value, str) and COMMA.fullmatch(value.strip()):
            value = value.replace(",", ".")
        return super().to_python(value)


class AreaField(forms.ModelChoiceField):
    """One of the nine areas, under their domains."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Area.objects.all(),
            label="Which area of the Professional Standard does it build most?",
            empty_label="Choose an area",
            error_messages={"required": "Choose an area", "invalid_choice": "Choose one of the nine areas"},
        )


class EntryForm(forms.Form):
    """An entry: what it was, the four stages of the cycle, and what shows it."""

    title = NameField(label="What is it?", error_messages={"required": "Enter what it is"})
    activity = forms.ChoiceField(
        label="Kind of activity",
        choices=[("", "Choose a kind"), *CpdEntry.Activity.choices],
        error_messages={"required": "Choose what kind it is"},
    )
    area = AreaField()
    on = DateField(label="When was it, or when will it be?")
    hours = HoursField(
        label="How many hours did it take?",
        help_text="The Institute asks for no number of hours. Others may: a regulator, your employer.",
        required=False,
        min_value=Decimal("0.01"),
        max_value=MOST_HOURS,
        widget=forms.TextInput({"inputmode": "decimal", "size": 6, "autocomplete": "off"}),
        error_messages={
            "invalid": NO_HOURS,
            "min_value": NO_HOURS,
            "max_value": f"Enter fewer than {MOST_HOURS:,} hours",
        },
    )
    need = Stage("Reflect: what do you need to learn, and why?", "What happened that made you see it?")
    plan = Stage(
        "Plan: what will you do about it?", "What, with whom, until when, and how will you know that it worked?"
    )
    action = Stage("Act: what did you do?", "Where it differs from the plan, say so.")
    learnt = Stage("Evaluate: what have you learnt, and what has changed?", "For you, your team, your organisation.")
    evidence = forms.ModelMultipleChoiceField(
        queryset=Item.objects.none(),
        label="Which of your evidence shows it?",
        required=False,
        widget=CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from your own evidence"},
    )

    def __init__(self, *args: Any, offered: ItemQuerySet, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        evidence: Any = self.fields["evidence"]
        evidence.queryset = offered
        evidence.label_from_instance = titled

    def clean_on(self) -> date:
        """Within a working life."""
        day = self.cleaned_data["on"]
        if not EARLIEST <= day <= years_after(self.today, YEARS_AHEAD):
            raise ValidationError(f"The date must be after {EARLIEST.year - 1}, and not more than a year ahead")
        return day

    def values(self) -> dict[str, Any]:
        """The columns."""
        data = dict(self.cleaned_data)
        del data["evidence"]
        hours = data.pop("hours")
        return data | {"minutes": None if hours is None else minutes_of(hours)}

    @property
    def stages(self) -> list[forms.BoundField]:
        """The fields of the four stages."""
        return [self[name] for name in STAGES]

    @staticmethod
    def initial_of(row: CpdEntry | CpdOffer) -> dict[str, Any]:
        """What the form opens with."""
        said = {name: getattr(row, name) for name in ("title", "activity", "area", "on")}
        said["hours"] = None if row.minutes is None else f"{hours_of(row.minutes):f}"
        if isinstance(row, CpdEntry):
            said |= {name: getattr(row, name) for name in STAGES}
            said["evidence"] = [shown.item_id for shown in row.evidence.all()]
        return said


def evidence_of(person: User, entry: CpdEntry | None = None) -> ItemQuerySet:
    """What the person may let stand behind an entry: what is not withdrawn, and what stands behind it already."""
    may = Q(withdrawn_at=None)
    if entry is not None:
        may |= Q(pk__in=entry.evidence.values("item"))
    return Item.objects.visible_to(person).filter(may).order_by("-created_at", "pk")


def titled(item: Item) -> str:
    """How a piece of evidence is offered: its title, and that it was withdrawn."""
    return f"{item.title} (withdrawn)" if item.withdrawn_at else item.title


class RecordFilter(forms.Form):
    """What narrows a record; a value that the record does not hold narrows nothing."""

    year = forms.ChoiceField(label="Year", required=False)
    area = forms.ChoiceField(label="Area", required=False)
    hides_optional = True

    def __init__(self, data: Mapping[str, str], *, years: Sequence[int], areas: Sequence[Area]) -> None:
        offered = {
            "year": {str(year): str(year) for year in years},
            "area": {area.key: area.title for area in areas},
        }
        super().__init__({name: data[name] for name in offered if data.get(name) in offered[name]})
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", "All"), *choices.items()]
        self.full_clean()

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the name of the field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> dict[str, str]:
        """What was chosen, as the page says it."""
        fields: dict[str, Any] = dict(self.fields)
        return {name: dict(fields[name].choices)[value] for name, value in self.chosen.items()}
