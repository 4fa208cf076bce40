"""What the events team writes to people, and where it moves their bookings."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cmiportal.ui.moves import Carrying, Words
from cmiportal.workflow import new_id

from ..models import Event
from ..services.team import SUBJECT_LENGTH, To

TEXT_LENGTH = 5000


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
    """Why bookings are cancelled; each person reads it."""

    reason = forms.CharField(
        label="Why?", max_length=200, help_text="Each person reads it.", widget=forms.TextInput({"class": "vTextField"})
    )
