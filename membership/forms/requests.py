"""The parts of a request for a grade, and how it is decided."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from cmiportal.ui.fields import RadioSelect
from cmiportal.ui.moves import MovesForm, ReasonForm, Words

from ..models import Grade, GradeRequest
from .members import ACCEPT


class GradeForm(forms.Form):
    """Which grade is asked for."""

    grade = forms.ModelChoiceField(
        Grade.objects.none(),
        label="Which grade do you ask for?",
        empty_label=None,
        widget=RadioSelect(),
        error_messages={
            "required": "Choose a grade",
            "invalid_choice": "Choose one of these grades",
        },
    )

    def __init__(self, *args: Any, offered: QuerySet[Grade], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grade: Any = self.fields["grade"]
        grade.queryset = offered


class ConcessionForm(forms.Form):
    """Why the person asks for a lower fee, if they do."""

    hides_optional = True
    concession = Words(
        label="Why do you ask for a lower fee?",
        help_text="For example because you are out of work or retired. Somebody of our membership team"
        " then decides about your request. Leave it empty to pay the whole fee.",
        required=False,
        max_length=1000,
    )


class CodeForm(forms.Form):
    """The Code of Conduct."""

    code = forms.BooleanField(label="I keep to the Code of Conduct", error_messages=ACCEPT)

    @property
    def answers(self) -> dict[str, object]:
        """What the request keeps."""
        return {"code_accepted_at": timezone.now()}


class SendForm(MovesForm):
    """Send what was checked."""


class AcceptForm(ReasonForm):
    """The membership team accepts, with or without the lower fee that was asked for."""

    concession = forms.BooleanField(label="Give the lower fee", required=False)

    def __init__(self, *args: object, row: GradeRequest, **kwargs: object) -> None:
        super().__init__(*args, row=row, **kwargs)  # type: ignore[arg-type]
        if not row.concession:
            del self.fields["concession"]


class DeclineForm(ReasonForm):
    """The membership team declines; the person reads the reason."""
