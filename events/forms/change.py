"""Another time or place of a published event, which the events team looks at before anybody is told."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms

from cmiportal.ui.moves import MovesForm

from ..models import Event
from ..models.events import Format
from ..services.editing import TIME_AND_PLACE
from .clocks import InZone, LinesField, WallClockField, ZoneField

ENDS = "It has to end after it begins."
VENUE = "Say where it is, or make it an online event."


class ChangeForm(InZone, MovesForm):
    """Another time or place of a published event; ``seen`` is what the preview showed."""

    time_zone = ZoneField()
    starts_at = WallClockField(label="Begins")
    ends_at = WallClockField(label="Ends")
    format = forms.ChoiceField(choices=Format.choices)
    venue = forms.CharField(max_length=160, required=False, widget=forms.TextInput({"class": "vTextField"}))
    address = LinesField(required=False, widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Event, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in TIME_AND_PLACE}
        super().__init__(*args, row=row, initial=initial, **kwargs)
        self.show_clocks(row, row.time_zone, "starts_at", "ends_at")

    def clean(self) -> dict[str, Any]:
        """The moments, in the zone that was chosen; an end after the start, and a place where there has to be one.

        Online there is no place, so that everybody learns that the one before is none any more.
        """
        cleaned = super().clean() or self.cleaned_data
        zone = cleaned.get("time_zone") or "UTC"
        self.read_clock(cleaned, "starts_at", zone)
        self.read_clock(cleaned, "ends_at", zone)
        if cleaned.get("format") == Format.ONLINE:
            cleaned["venue"] = cleaned["address"] = ""
        if not self.errors:
            self._check(cleaned)
        return cleaned

    def _check(self, cleaned: Mapping[str, Any]) -> None:
        if cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends_at", ENDS)
        if cleaned["format"] != Format.ONLINE and not cleaned["venue"]:
            self.add_error("venue", VENUE)

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the event."""
        return {name: self.cleaned_data[name] for name in TIME_AND_PLACE}

    @property
    def was_seen(self) -> bool:
        """Whether the preview that was shown is of what is typed now."""
        return bool(self.cleaned_data["seen"] == self._mark)

    def looked_at(self) -> None:
        """Go back with what is typed as it was shown."""
        self.carry(seen=self._mark)

    @property
    def _mark(self) -> str:
        return hashlib.sha256(repr(self.values).encode()).hexdigest()
