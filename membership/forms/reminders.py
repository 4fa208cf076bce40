"""Which day's reminders staff want to see."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.ui.fields import DateField

AHEAD = timedelta(days=366)


class DayForm(forms.Form):
    """A day from today to a year ahead."""

    hides_optional = True

    on = DateField(label="Another day", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date | None:
        """What is past stands in the ledger."""
        on = self.cleaned_data["on"]
        if on and not self.today <= on <= self.today + AHEAD:
            raise ValidationError("Choose a day from today on, within a year")
        return on
