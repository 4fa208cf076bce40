"""What somebody says who books, takes a place, moves a booking or hands it over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from cmiportal.accounts.names import NameField
from cmiportal.links.models import Link
from cmiportal.ui.components.words import moment
from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import TOO_LONG, Carrying, MovesForm, Words

from ..models import Booking, Event
from ..models.events import Format

GUEST_NAME_LENGTH = 150
NEEDS_LENGTH = 1000
CODE_LENGTH = 40


def discount_field() -> forms.CharField:
    """A code that takes something off; whether it is one is judged with the order."""
    return forms.CharField(
        label="Discount code",
        required=False,
        max_length=CODE_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput({"size": 16, "autocomplete": "off"}),
    )


ROOM, ONLINE = "room", "online"


class GuestFields(forms.Form):
    """How they come, a field for each guest, so that nothing has to be added by a script; and the needs of all."""

    coming = forms.ChoiceField(
        label="How will you come?",
        choices=[(ROOM, "In the room"), (ONLINE, "Online")],
        widget=RadioSelect,
        error_messages={"required": "Choose how you will come"},
    )
    access_needs = Words(
        label="What do you or your guests need to take part?",
        rows=3,
        required=False,
        max_length=NEEDS_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )
    diet = Words(
        label="Dietary needs",
        rows=3,
        required=False,
        max_length=NEEDS_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )

    def ask(self, event: Event, guests: int) -> None:
        """Ask for so many guests and for needs; how they come where there are two ways."""
        self.guest_names = [f"guest_{number}" for number in range(1, guests + 1)]
        for number, name in enumerate(self.guest_names, 1):
            self.fields[name] = NameField(
                label=f"Full name of guest {number}",
                required=False,
                max_length=GUEST_NAME_LENGTH,
                widget=forms.TextInput({"autocomplete": "off"}),
            )
        self.order_fields(["coming", *self.guest_names])
        if event.largest_party == 1:
            self.fields["access_needs"].label = "What do you need to take part?"
        days = f"{settings.EVENT_NEEDS_DAYS} days after the event"
        self.fields["access_needs"].help_text = (
            "For example a step-free way, captions, or large print. Only our events team reads this, and it is erased"
            f" {days}."
        )
        self.fields["diet"].help_text = f"Only our events team reads this, and it is erased {days}."
        if not event.venue:
            del self.fields["diet"]
        if event.format != Format.HYBRID:
            del self.fields["coming"]
        elif event.venue:
            self.fields["coming"].help_text = "All of you together. Online there is no catering."

    @property
    def guest_fields(self) -> list[forms.BoundField]:
        """The fields for guests, in order."""
        return [self[name] for name in self.guest_names]

    def clean(self) -> dict[str, Any]:
        """As services take it: ``guests`` in order, ``online`` where it was asked."""
        cleaned = super().clean() or self.cleaned_data
        guests = [cleaned.pop(name, "") for name in self.guest_names]
        if coming := cleaned.pop("coming", ""):
            cleaned["online"] = coming == ONLINE
        return {"diet": "", **cleaned, "guests": guests}


class BookForm(Carrying, GuestFields):
    """Guests, needs, a discount code where there is a price, and whether they wait where they do not fit.

    ``people`` is for how many the page said the total.
    """

    people = forms.CharField(required=False, widget=forms.HiddenInput)
    discount = discount_field()
    wait = forms.BooleanField(
        label="If there are not enough places for all of us, put us on the waiting list",
        required=False,
        help_text="You are offered places together, or none: nobody is separated.",
    )

    def __init__(self, *args: Any, event: Event, is_priced: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"people": "1"}, **kwargs)
        self.ask(event, event.largest_party - 1)
        if not is_priced:
            del self.fields["discount"]

    def clean(self) -> dict[str, Any]:
        """Lines for guests that were left empty are passed over."""
        cleaned = super().clean()
        self.party_shown = cleaned.pop("people", "") or "1"
        return {**cleaned, "guests": [name for name in cleaned["guests"] if name]}

    @property
    def party(self) -> int:
        """How many come, as far as names were typed that are some."""
        return 1 + len(self.cleaned_data.get("guests", [])) if self.is_bound else 1

    @property
    def has_shown_total(self) -> bool:
        """Whether the page said what it costs for as many people as come now."""
        return self.party_shown == str(self.party)

    @property
    def has_guests(self) -> bool:
        """Whether somebody has typed a name, or something that is none."""
        return any(bound.value() for bound in self.guest_fields)


class ChangeForm(GuestFields, MovesForm):
    """Other guests and needs: an emptied name is taken off, and there are lines for as many ``more`` as can come."""

    def __init__(
        self, *args: Any, row: Booking, guests: Sequence[str], more: int, why_not_more: str, **kwargs: Any
    ) -> None:
        known: dict[str, Any] = {f"guest_{number}": name for number, name in enumerate(guests, 1)}
        known |= {"access_needs": row.access_needs, "diet": row.diet, "coming": ONLINE if row.online else ROOM}
        super().__init__(*args, row=row, initial=known, **kwargs)
        self.ask(row.event, len(guests) + more)
        self.has_guests, self.more = bool(guests), more
        self.heading = "Change guests or needs" if guests or more else "Change your needs"
        self.why_not_more = why_not_more if row.event.largest_party > 1 else ""


class TakeForm(MovesForm):
    """Places that were offered are taken; where they cost something, perhaps with a discount code."""

    discount = discount_field()

    def __init__(self, *args: Any, is_priced: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_priced:
            del self.fields["discount"]


class LeaveForm(MovesForm):
    """The waiting list is left, or the places that were offered are left to others."""


class CancelForm(MovesForm):
    """The booking is cancelled."""


class MoveForm(MovesForm):
    """Another event of the series instead."""

    event = forms.TypedChoiceField(
        label="Which date suits you better?",
        widget=RadioSelect,
        error_messages={
            "required": "Choose a date",
            "invalid_choice": "There is no room at that one any more. Choose another",
        },
    )

    def __init__(self, *args: Any, events: Sequence[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {str(event.pk): event for event in events}
        field: Any = self.fields["event"]
        field.choices = [(key, _line_of(event)) for key, event in found.items()]
        field.coerce = lambda key: found[key]


class HandOverForm(MovesForm):
    """Who comes instead; they need no account yet."""

    name = NameField(
        label="Full name of the person who comes instead",
        error_messages={"required": "Enter the full name of the person who comes instead"},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="We send them a link. The booking is yours until they take it.",
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address in full, like name@example.org",
        },
    )


class KeepForm(MovesForm):
    """The offer to somebody else, by this link, is taken back."""

    def __init__(self, *args: Any, offer: Link, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer


def _line_of(event: Event) -> str:
    return f"{moment(timezone.localtime(event.starts_at))}, {event.venue or 'online'}: {event.title}"
