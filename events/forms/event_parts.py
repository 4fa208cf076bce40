"""What is typed below an event: its prices and its agenda, which are judged by the event as the form above makes it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from cmiportal.billing.forms import PoundsField
from cmiportal.ui.components.words import count_of

from ..models import AgendaItem, Event, EventPrice
from ..models.events import Access
from ..rules.prices import why_not_prices
from ..rules.zones import ClockRefused, moved_along
from ..services.tickets import when_of
from ..workflow import EventState
from .clocks import InZone, WallClockField
from .per_cent import PerCentField

OUTSIDE = "This is not during the event, which is {when}."
SEEN = "{booked} at the former conditions; they keep what they paid. Tick that this is meant, then save."


@dataclass(frozen=True)
class Written:
    """What the form of an event tells those below it, kept on the event while it is saved.

    ``zone`` is where its clocks were, ``shift`` by how much its start goes on by them, ``seen`` whether the team has
    confirmed that whoever booked did so at other conditions.
    """

    zone: str
    shift: timedelta = timedelta()
    seen: bool = False


def written_of(event: Event) -> Written:
    """What the form of the event said; where there was none everything is as it is."""
    return getattr(event, "written", Written(event.time_zone))


def booked_before(event: Event) -> str:
    """``Nine places are booked``, by people who saw what they book; nothing while nobody did."""
    if event.state != EventState.PUBLISHED or not event.taken:
        return ""
    return f"{count_of(event.taken, 'place is,places are').capitalize()} booked"


def why_unseen(event: Event, *, seen: bool) -> str:
    """Why other conditions are not saved yet, in a sentence; nothing where they may be."""
    booked = booked_before(event)
    return SEEN.format(booked=booked) if booked and not seen else ""


class PriceForm(forms.ModelForm):
    """What a place costs; kept in pence, typed in pounds."""

    pence = PoundsField(
        least=0,
        label="Price in pounds, before VAT",
        help_text="For example 25.00; 0 where they come for nothing.",
        widget=forms.TextInput({"size": 9}),
    )
    vat_basis_points = PerCentField(label="VAT, per cent")

    class Meta:
        model = EventPrice
        fields = ("audience", "pence", "vat_basis_points")


class PriceFormSet(forms.BaseInlineFormSet):
    """The prices of an event, which have to go together, and change knowingly once somebody has booked."""

    def clean(self) -> None:
        """By the event as the form above makes it."""
        super().clean()
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.cleaned_data]
        prices = {row["audience"]: row["pence"] for row in kept}
        event = self.instance
        why = why_not_prices(prices, members_only=event.access == Access.MEMBERS)
        if not why and self.has_changed():
            why = why_unseen(event, seen=written_of(event).seen)
        if why:
            raise ValidationError(why)


class AgendaForm(InZone, forms.ModelForm):
    """A line of the agenda, by the clocks of the event; what is not typed anew goes along with the event's start."""

    starts_at = WallClockField(label="Begins")

    class Meta:
        model = AgendaItem
        fields = ("starts_at", "title", "text")

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.written = event, written_of(event)
        self.show_clocks(self.instance, self.written.zone, "starts_at")

    @cached_property
    def goes_along(self) -> bool:
        """Whether the line moves, since the event does and nobody typed another time."""
        moves = self.written.shift or self.written.zone != self.event.time_zone
        clock, opened = self["starts_at"], self.initial.get("starts_at")
        return bool(self.instance.pk and moves and not clock.field.has_changed(opened, clock.data))

    @cached_property
    def changed_data(self) -> list[str]:
        """With the time, where the line moves."""
        typed = super().changed_data
        return [*typed, "starts_at"] if self.goes_along else typed

    def clean(self) -> dict[str, Any]:
        """The moment, in the zone of the event, and during it."""
        cleaned = super().clean() or self.cleaned_data
        if self.goes_along and "starts_at" in cleaned:
            self._move(cleaned)
        else:
            self.read_clock(cleaned, "starts_at", self.event.time_zone)
        self._check(cleaned)
        return cleaned

    def _move(self, cleaned: dict[str, Any]) -> None:
        zone, start = self.event.time_zone, self.event.starts_at
        try:
            cleaned["starts_at"] = moved_along(cleaned["starts_at"].clock, zone, self.written.shift, least=start)
        except ClockRefused as error:
            self.add_error("starts_at", str(error))

    def _check(self, cleaned: dict[str, Any]) -> None:
        event, moment = self.event, cleaned.get("starts_at")
        known = moment and event.starts_at and event.ends_at and event.starts_at < event.ends_at
        if not known or not (self.has_changed() or event.state == EventState.DRAFT):
            return
        if not event.starts_at <= moment <= event.ends_at:
            self.add_error("starts_at", OUTSIDE.format(when=when_of(event)))


class AgendaFormSet(forms.BaseInlineFormSet):
    """The agenda of an event, which each line is read by."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """With the event as it is, or as the form above makes it."""
        return {**super().get_form_kwargs(index), "event": self.instance}
