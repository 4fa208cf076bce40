"""Drawing the yearly sample, sending a record, and answering it."""

from typing import Any

from django import forms

from cmiportal.ui.moves import REASON_LENGTH, TOO_LONG, MovesForm, ReasonForm, Words

from .record import WholeNumber

MOST = 100_000


class DrawForm(forms.Form):
    """Of which year, and how many: this year and the one before can be drawn."""

    year = forms.TypedChoiceField(label="Year of the records", coerce=int)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.choices = [(one, str(one)) for one in (this_year, this_year - 1)]
        self.fields["size"] = WholeNumber(label="How many people?", unit="a number of people", most=MOST)
        self.fields["size"].required = True
        self.fields["size"].error_messages["required"] = "Enter how many people to draw"


class SendForm(MovesForm):
    """The person sends the record, with what the reviewer should know."""

    note = Words(
        label="Is there anything we should know?",
        help_text="For example, that you were ill or on parental leave. The reviewer reads it.",
        required=False,
        rows=3,
        max_length=REASON_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )


class AcceptForm(MovesForm):
    """The record is accepted."""


class MoreForm(ReasonForm):
    """Something is missing."""


class ExcuseForm(ReasonForm):
    """No record is needed this year."""
