"""What a coordinator says about a file of learners."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from cmiportal.ui.fields import UploadField
from cmiportal.ui.moves import REASON_LENGTH, TOO_LONG, Words

from ..models import Approval


class CourseField(forms.ModelChoiceField):
    """A qualification, and the centre where the coordinator has several."""

    names_centres = False

    def label_from_instance(self, obj: Approval) -> str:
        """``Level 6 Diploma in …, Calderbridge Business School``."""
        return f"{obj.qualification}, {obj.centre}" if self.names_centres else str(obj.qualification)


class CohortForm(forms.Form):
    """The qualification, why no line manager is asked, and the file, whose content the service judges."""

    course = CourseField(
        label="Which qualification do they register for?",
        queryset=Approval.objects.none(),
        empty_label="Choose a qualification",
        error_messages={
            "required": "Choose a qualification",
            "invalid_choice": "Choose one of the qualifications listed",
        },
    )
    reason = Words(
        label="Why does no line manager approve?",
        help_text="You approve these places yourself. For example: their employer has commissioned the course.",
        rows=2,
        max_length=REASON_LENGTH,
        error_messages={"required": "Say why no line manager approves", "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, courses: QuerySet[Approval], many_centres: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.fields["course"].names_centres = many_centres
        self.fields["file"] = UploadField(
            label="The file",
            kinds="CSV or Excel (XLSX)",
            max_bytes=settings.COHORT_MAX_BYTES,
            accept=(".csv", ".xlsx"),
        )
