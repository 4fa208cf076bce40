"""When a copy of an event is held, and how often again."""

from typing import Any

from django import forms
from django.conf import settings

from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import new_id

from ..models import Event
from ..rules.repeats import EVERY
from .clocks import InZone, WallClockField, shown


class CopyForm(InZone, MovesForm):
    """The first of the copies, by the clocks of the event, and the others; ``key`` makes them once."""

    starts_at = WallClockField(label="Begins", help_text="All its other times go along, by as much.")
    number = forms.IntegerField(label="How many copies", min_value=1, initial=1)
    every = forms.ChoiceField(
        label="How often",
        choices=[("", "only once"), *EVERY.items()],
        required=False,
        help_text="Several are one series with this event. Where a month has no such day, it is the last.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Event, **kwargs: Any) -> None:
        _, hour, _ = shown(row.starts_at, row.time_zone)
        super().__init__(*args, row=row, initial={"key": new_id(), "starts_at": [None, hour, ""]}, **kwargs)
        self.zone = row.time_zone
        self.fields["number"].help_text = f"{settings.EVENT_COPIES_MOST} at most."

    def clean(self) -> dict[str, Any]:
        """The moment of the first, and an interval where there are several."""
        cleaned = super().clean() or self.cleaned_data
        self.read_clock(cleaned, "starts_at", self.zone)
        if cleaned.get("number", 1) > 1 and not cleaned.get("every"):
            self.add_error("every", "Say how often it is held again.")
        return cleaned
