"""What the events team types about an event; times as clocks at the place of the event show them."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings

from cmiportal.ui.fields import UploadField
from cmiportal.ui.moves import MovesForm, ReasonForm

from ..models import Event
from ..models.events import Format
from .clocks import InZone, Wall, WallClockField, ZoneField
from .event_parts import Written, booked_before, why_unseen

CONDITIONS = {"access", "party_max"}  # and prices: what somebody books by
NOT_ONLINE = "An online event has no venue. Empty this, or say that it is in person and online."
CLOCKS = ("starts_at", "ends_at", "opens_at", "closes_at")


class PlacesField(forms.IntegerField):
    """For how many people there are places."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"min_value": "There has to be one place at least."}
        super().__init__(min_value=1, max_value=100_000, error_messages=words, **kwargs)


class EventForm(InZone, forms.ModelForm):
    """An event; whatever the form does not hold (time and place once it is published) stays as it is."""

    time_zone = ZoneField(help_text="Where the event is. All times here are those of its clocks.")
    starts_at = WallClockField(label="Begins")
    ends_at = WallClockField(label="Ends")
    opens_at = WallClockField(label="Booking opens", required=False, help_text="Empty: when it is published.")
    closes_at = WallClockField(label="Booking closes", required=False, help_text="Empty: when it begins.")
    capacity = PlacesField(label="Places", help_text="For people, guests too.")
    conditions_seen = forms.BooleanField(label="Other conditions are meant", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_in = self.instance.time_zone
        self.show_clocks(self.instance, self.was_in, *CLOCKS)
        # Shown where somebody has booked, and asked where one of the conditions changes.
        booked = booked_before(self.instance)
        self.fields["conditions_seen"].help_text = f"Prices, “open to”, people in one booking. {booked} as it was."

    def clean(self) -> dict[str, Any]:
        """The moments, in the zone that was chosen; what those booked had otherwise changes knowingly."""
        cleaned = super().clean() or self.cleaned_data
        zone = cleaned.get("time_zone") or self.was_in
        seen = bool(cleaned.get("conditions_seen"))
        # For the forms of prices and agenda, which have nothing else of this one.
        self.instance.written = Written(self.was_in, self._shift(cleaned.get("starts_at")), seen)
        for name in CLOCKS:
            self.read_clock(cleaned, name, zone)
        if cleaned.get("format") == Format.ONLINE and cleaned.get("venue"):
            self.add_error("venue", NOT_ONLINE)
        unseen = CONDITIONS & set(self.changed_data) and why_unseen(self.instance, seen=seen)
        if unseen:
            self.add_error("conditions_seen", unseen)
        return cleaned

    def _shift(self, start: Wall | None) -> timedelta:
        """By how much the start goes on by the clock; not at all for an event that is not there yet."""
        was = self.initial.get("starts_at")
        return start.clock - datetime.combine(*was[:2]) if start and was else timedelta()


class CapacityForm(MovesForm):
    """How many places there are."""

    capacity = PlacesField(label="Places, for people with their guests")

    def __init__(self, *args: Any, row: Event, **kwargs: Any) -> None:
        super().__init__(*args, row=row, initial={"capacity": row.capacity}, **kwargs)


class CancelForm(ReasonForm):
    """Why an event is called off; it stands on the page of the event."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        hint = "Everybody reads it, visitors too."
        super().__init__(*args, asks="Why is it cancelled?", hint=hint, **kwargs)


class SlidesForm(MovesForm):
    """What was shown at the event, as a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ", ".join(settings.UPLOAD_TYPES)
        self.fields["upload"] = UploadField(label="Slides", kinds=kinds, max_bytes=settings.UPLOAD_MAX_BYTES)
