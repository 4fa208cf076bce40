"""Times as clocks at the place of an event show them: typed, asked about where they come twice, and shown again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.zones import zone_choices

from ..rules.zones import FIRST, SECOND, ClockRefused, ComesTwice, moment_of, wall_of, which_of

WHICH = [("", "When clocks go back, this is …"), (FIRST, "the first of the two"), (SECOND, "the second of the two")]


@dataclass(frozen=True)
class Wall:
    """A day and a time of day without a zone, and which is meant where it comes twice."""

    clock: datetime
    which: str


class WallClockWidget(forms.SplitDateTimeWidget):
    """Day and time; which of two is meant is hidden, until somebody is asked or has answered."""

    def __init__(self) -> None:
        # The admin's own inputs offer "Now" and "Today" in the zone of who looks, which need not be the event's.
        super().__init__(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
        )
        self.widgets = [*self.widgets, forms.HiddenInput()]
        self.widgets_names = [*self.widgets_names, "_2"]

    def ask(self) -> None:
        """Show the choice."""
        self.widgets = [*self.widgets[:2], forms.Select({"aria-label": "When clocks go back"}, WHICH)]

    def decompress(self, value: Any) -> list[Any]:
        """What was not shown by ``shown`` is nothing."""
        return [None, None, ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the choice, where it was made."""
        if isinstance(value, list) and value[2]:
            self.ask()
        return super().get_context(name, value, attrs)


class WallClockField(forms.SplitDateTimeField):
    """A day and a time of day; which moment that is depends on the zone of the event."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=WallClockWidget(), require_all_fields=False, **kwargs)
        self.fields = (*self.fields, forms.ChoiceField(choices=WHICH))
        for field in self.fields:
            field.required = False

    def compress(self, data_list: Sequence[Any]) -> Wall | None:
        """Both together, without a zone."""
        if not any(data_list[:2]):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        for part, error in zip(data_list, ("invalid_date", "invalid_time"), strict=False):
            if part in self.empty_values:
                raise ValidationError(self.error_messages[error], code=error)
        day, hour, which = data_list
        return Wall(datetime.combine(day, hour), which)


class InZone:
    """Mixed into a form with fields for clocks: they show and read the times of one zone."""

    def show_clocks(self: Any, event: Any, zone: str, *names: str) -> None:
        """Open the fields with the times of the event, as clocks in the zone show them."""
        for name in names:
            if moment := getattr(event, name):
                self.initial[name] = shown(moment, zone)

    def read_clock(self: Any, cleaned: dict[str, Any], name: str, zone: str) -> None:
        """Put the moment in place of what was typed.

        A time that clocks leave out is an error of its field, and so is one that they show twice, with the choice.
        """
        wall = cleaned.get(name)
        if wall is None:
            return
        try:
            cleaned[name] = moment_of(wall.clock, zone, which=wall.which)
        except ClockRefused as error:
            if isinstance(error, ComesTwice):
                self.fields[name].widget.ask()
            self.add_error(name, str(error))


class ZoneField(forms.ChoiceField):
    """The zone of the event, by part of the world and place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, label="Time zone", initial="Europe/London", **kwargs)


class LinesField(forms.CharField):
    """Lines of text, whose ends are kept as one sign: what a browser sends of what it was shown is no change."""

    def to_python(self, value: Any) -> str:
        """With ``\\n`` at the end of each line."""
        return as_lines(super().to_python(value) or "")


def as_lines(text: str) -> str:
    """The text with ``\\n`` at the end of each line.

    >>> as_lines("1 Quay\\r\\nLeith")
    '1 Quay\\nLeith'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown(moment: datetime, zone: str) -> list[date | time | str]:
    """What the three parts of a WallClockField show for the moment."""
    wall = wall_of(moment, zone)
    return [wall.date(), wall.time(), which_of(moment, zone)]
