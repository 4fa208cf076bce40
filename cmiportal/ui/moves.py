"""What the forms that make a move have in common: the version of the row they were shown with, and long answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.workflow import MoveRefused, WorkflowRow

LONGEST_ANSWER = 10_000
REASON_LENGTH = 2000
TOO_LONG = "Use %(limit_value)d characters or fewer; you used %(show_value)d"


class Words(forms.CharField):
    """A few sentences; a browser never cuts what is pasted, the form says what is too long."""

    def __init__(self, *, rows: int = 4, max_length: int = LONGEST_ANSWER, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea({"rows": rows}), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class SeenVersion(forms.IntegerField):
    """The version of something that the page showed, hidden in its form.

    What is missing or no number counts as a version that was never shown, and so is out of date: the person is told
    as much, and the form goes back with the version as it is now.
    """

    NEVER_SHOWN = -1

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        """The number, whatever was sent."""
        try:
            number = super().clean(value)
        except ValidationError:
            number = None
        return self.NEVER_SHOWN if number is None else number


class Carrying:
    """A form that goes back to the person with hidden values other than those that were sent."""

    def carry(self: Any, **values: Any) -> None:
        """Show the bound form again with these hidden values."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[self.add_prefix(name)] = str(value)


class VersionedForm(Carrying, forms.Form):
    """A form that carries the version of the row it was shown with, so that a stale one is noticed."""

    moves = SeenVersion()
    is_refused = False

    def refused(self, sentence: str, *, moves: int) -> None:
        """Say why nothing was done, keep what was typed, and carry the version that the page shows now."""
        self.is_refused = True
        self.add_error(None, sentence)
        self.carry(moves=moves)


class MovesForm(VersionedForm):
    """A form about a row as it was when the page was made: ``moves`` is the version that the person saw."""

    def __init__(self, *args: Any, row: WorkflowRow, **kwargs: Any) -> None:
        super().__init__(*args, initial={"moves": row.moves, **kwargs.pop("initial", {})}, **kwargs)

    def refuse(self, refusal: MoveRefused, row: WorkflowRow) -> None:
        """Show the refusal, keep what was typed, and let the next try be about the row as it is now."""
        self.refused(str(refusal), moves=row.moves)


class ReasonForm(MovesForm):
    """A decision that needs a reason."""

    reason = Words(
        label="Reason",
        rows=3,
        max_length=REASON_LENGTH,
        error_messages={"required": "Say why", "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, asks: str = "Reason", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = asks, hint
