"""A discount code for events as the events team types it, with the days on which it holds."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange

from ..models import EventCode
from ..models.codes import PRODUCT

DAY = timedelta(days=1)


class DayField(forms.DateField):
    """A day in the browser's own input."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class CodeForm(forms.ModelForm):
    """A code, what it takes off, and the first and last day of it."""

    percent = forms.IntegerField(label="Per cent off", min_value=1, max_value=100)
    first_day = DayField(label="First day")
    last_day = DayField(label="Last day", required=False, help_text="Empty: until somebody gives it one.")

    class Meta:
        model = EventCode
        fields = ("code", "percent", "uses")
        help_texts = {
            "code": "It is kept in capitals, and takes its part off a booking of any event.",
            "uses": "Empty: for any number of bookings.",
        }
        error_messages = {"code": {"unique": "This code is taken. Choose another one."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if during := self.instance.during:
            self.initial["first_day"] = during.lower
            self.initial["last_day"] = during.upper and during.upper - DAY

    def clean_code(self) -> str:
        """Codes are kept in capitals, so that one code is one code."""
        return self.cleaned_data["code"].upper()

    def clean(self) -> dict[str, Any]:
        """The days as the table keeps them, without the one after the last; the code is for events."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day cannot be before the first.")
        elif first:
            self.instance.during = DateRange(first, last and last + DAY)
        self.instance.product = PRODUCT
        return cleaned
