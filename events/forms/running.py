"""What the events team types about an event; times as clocks at the place of the event show them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from cmiportal.accounts.zones import zone_choices
from cmiportal.billing.forms import PoundsField
from cmiportal.ui.fields import UploadField
from cmiportal.ui.moves import MovesForm, ReasonForm

from ..models import AgendaItem, Event, EventPrice
from ..models.events import Format
from ..rules.zones import NoSuchTime, moment_of, wall_of
from ..services.editing import TIME_AND_PLACE

CLOCKS = ("starts_at", "ends_at", "opens_at", "closes_at")
ENDS = "It has to end after it begins."
VENUE = "Say where it is, or make it an online event."


class WallClockField(forms.SplitDateTimeField):
    """A day and a time of day; which moment that is depends on the zone of the event."""

    def __init__(self, **kwargs: Any) -> None:
        # The admin's own inputs offer "Now" and "Today" in the zone of who looks, which need not be the event's.
        widget = forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
        )
        super().__init__(widget=widget, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> datetime | None:
        """Both together, without a zone."""
        if not data_list:
            return None
        for part, error in zip(data_list, ("invalid_date", "invalid_time"), strict=True):
            if part in self.empty_values:
                raise ValidationError(self.error_messages[error], code=error)
        return datetime.combine(*data_list)


class InZone:
    """Mixed into a form with fields for clocks: they show and read the times of one zone."""

    def show_clocks(self: Any, event: Any, zone: str, *names: str) -> None:
        """Open the fields with the times of the event, as clocks in the zone show them."""
        for name in names:
            if moment := getattr(event, name):
                self.initial[name] = wall_of(moment, zone)

    def read_clock(self: Any, cleaned: dict[str, Any], name: str, zone: str, after: datetime | None = None) -> None:
        """Put the moment in place of what was typed; a time that clocks leave out is an error of its field."""
        if cleaned.get(name) is None:
            return
        try:
            cleaned[name] = moment_of(cleaned[name], zone, after=after)
        except NoSuchTime as error:
            self.add_error(name, str(error))


class ZoneField(forms.ChoiceField):
    """The zone of the event, by part of the world and place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, label="Time zone", initial="Europe/London", **kwargs)


class EventForm(InZone, forms.ModelForm):
    """An event; whatever the form does not hold (time and place once it is published) stays as it is."""

    time_zone = ZoneField(help_text="Where the event is. All times here are those of its clocks.")
    starts_at = WallClockField(label="Begins")
    ends_at = WallClockField(label="Ends")
    opens_at = WallClockField(label="Booking opens", required=False, help_text="Empty: when it is published.")
    closes_at = WallClockField(label="Booking closes", required=False, help_text="Empty: when it begins.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_clocks(self.instance, self.instance.time_zone, *CLOCKS)

    def clean(self) -> dict[str, Any]:
        """The moments, in the zone that was chosen."""
        cleaned = super().clean() or self.cleaned_data
        zone = cleaned.get("time_zone") or self.instance.time_zone
        for name in CLOCKS:
            after = cleaned.get("starts_at") if name == "ends_at" else None
            self.read_clock(cleaned, name, zone, after=after)
        return cleaned


class PriceForm(forms.ModelForm):
    """What a place costs; kept in pence, typed in pounds."""

    pence = PoundsField(
        least=0,
        label="Price in pounds, before VAT",
        help_text="For example 25.00; 0 where they come for nothing.",
        widget=forms.TextInput({"size": 9}),
    )

    class Meta:
        model = EventPrice
        fields = ("audience", "pence", "vat_basis_points")


class AgendaForm(InZone, forms.ModelForm):
    """What happens when, by the clocks of the event."""

    starts_at = WallClockField(label="Begins")

    class Meta:
        model = AgendaItem
        fields = ("starts_at", "title", "text")

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.show_clocks(self.instance, zone, "starts_at")

    def clean(self) -> dict[str, Any]:
        """The moment, in the zone of the event."""
        cleaned = super().clean() or self.cleaned_data
        self.read_clock(cleaned, "starts_at", self.zone)
        return cleaned


class AgendaFormSet(forms.BaseInlineFormSet):
    """The agenda of an event, which each line is read in the zone of."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """With the zone that the event has, or gets by the form above."""
        return {**super().get_form_kwargs(index), "zone": self.instance.time_zone}


class ChangeForm(InZone, MovesForm):
    """Another time or place of a published event."""

    time_zone = ZoneField()
    starts_at = WallClockField(label="Begins")
    ends_at = WallClockField(label="Ends")
    format = forms.ChoiceField(choices=Format.choices)
    venue = forms.CharField(max_length=160, required=False, widget=forms.TextInput({"class": "vTextField"}))
    address = forms.CharField(required=False, widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"}))

    def __init__(self, *args: Any, row: Event, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in TIME_AND_PLACE}
        super().__init__(*args, row=row, initial=initial, **kwargs)
        self.show_clocks(row, row.time_zone, "starts_at", "ends_at")

    def clean(self) -> dict[str, Any]:
        """The moments, in the zone that was chosen; an end after the start, and a place where there has to be one."""
        cleaned = super().clean() or self.cleaned_data
        zone = cleaned.get("time_zone") or "UTC"
        self.read_clock(cleaned, "starts_at", zone)
        self.read_clock(cleaned, "ends_at", zone, after=cleaned.get("starts_at"))
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


class CapacityForm(MovesForm):
    """How many places there are."""

    capacity = forms.IntegerField(label="Places, for people with their guests", min_value=1, max_value=100_000)

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
