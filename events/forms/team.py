"""What the events team writes to people, whom it books for, and how it cancels and moves their bookings."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cmiportal.ui.moves import Carrying, Words
from cmiportal.workflow import new_id

from ..models import Booking, Event
from ..services.team import SUBJECT_LENGTH, To
from .bookings import GuestFields

TEXT_LENGTH = 5000
REASON_LENGTH = 200
BACK, KEPT = "back", "kept"
LISTED, FREE = "listed", "free"


class MessageForm(Carrying, forms.Form):
    """A message to people of an event. ``key`` makes it one however often it is sent; ``people`` and ``seen`` are what
    the preview showed: how many get it, and which of ``To`` they are."""

    to = forms.ChoiceField(label="For", choices=To.choices, initial=To.BOOKED)
    subject = forms.CharField(
        max_length=SUBJECT_LENGTH,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text="The title of the event stands before it.",
    )
    text = Words(label="Message", rows=10, max_length=TEXT_LENGTH)
    key = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": new_id(), **kwargs.pop("initial", {})}, **kwargs)

    @property
    def was_seen(self) -> bool:
        """Whether the preview that was shown is of those for whom it is now."""
        return self.cleaned_data["seen"] == self.cleaned_data["to"]


class MoveForm(forms.Form):
    """Another event of the same series."""

    event = forms.ModelChoiceField(label="To", queryset=Event.objects.none(), empty_label=None)

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is done to bookings of others, who read it."""

    reason = forms.CharField(
        label="Why?",
        max_length=REASON_LENGTH,
        help_text="Each person reads it.",
        widget=forms.TextInput({"class": "vTextField"}),
    )


class CancelForm(ReasonForm):
    """Why bookings are cancelled, and whether what was paid goes back."""

    money = forms.ChoiceField(
        label="What was paid",
        choices={BACK: "goes back", KEPT: "stays with the Institute"},
        help_text="An order that is not paid ends either way; of a cancelled event all goes back.",
    )

    @property
    def said(self) -> dict[str, Any]:
        """As the service takes it."""
        return {"because": self.cleaned_data["reason"], "give_back": self.cleaned_data["money"] == BACK}


class GuestForm(ReasonForm):
    """Which guest no longer comes."""

    guest = forms.TypedChoiceField(label="Who no longer comes?", coerce=int)
    field_order = ("guest", "reason")

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest"].choices = [(guest.number, guest.name) for guest in booking.guests.all()]  # type: ignore[attr-defined]


class BookForForm(GuestFields):
    """For whom the team books, with whom they come, and whether they pay."""

    email = forms.EmailField(label="E-mail address of their account", widget=forms.EmailInput({"class": "vTextField"}))
    charge = forms.ChoiceField(
        label="Charge",
        choices={LISTED: "As listed", FREE: "Free of charge"},
        help_text="As listed: the places are kept, and the person is told until when to pay.",
    )
    reason = forms.CharField(
        label="Why free of charge?",
        required=False,
        max_length=REASON_LENGTH,
        help_text="For example a speaker. It is kept with the booking, for the team alone.",
        widget=forms.TextInput({"class": "vTextField"}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(event, event.largest_party - 1)
        self.fields["access_needs"].label = "What they need to take part"
        if coming := self.fields.get("coming"):
            coming.label, coming.widget = "How they come", forms.Select(choices=coming.choices)  # type: ignore[attr-defined]
        self.order_fields(["email", "coming", *self.guest_names, "access_needs", "diet", "charge", "reason"])

    def clean(self) -> dict[str, Any]:
        """As the service takes it: ``free_because`` in place of charge and reason."""
        cleaned = super().clean()
        reason, is_free = cleaned.pop("reason", ""), cleaned.pop("charge", LISTED) == FREE
        if is_free and not reason:
            self.add_error("reason", "Say why")
        guests = [name for name in cleaned["guests"] if name]
        return {**cleaned, "guests": guests, "free_because": reason if is_free else ""}
