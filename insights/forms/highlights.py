"""The form with which an issue of Highlights begins, and the one of its words."""

from datetime import date

from django import forms
from django.utils import timezone

from cmiportal.rules.days import uk_day

from ..models import HighlightsIssue
from ..rules.weeks import monday_of

AHEAD_DAYS = 366


class IssueForm(forms.ModelForm):
    """Words of an issue; of a new one any day says which week it is of."""

    class Meta:
        model = HighlightsIssue
        fields = ("week", "subject", "intro")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "week" in self.fields:
            self.fields["week"].help_text = "Any day of it. The articles of that week, Monday to Sunday, are put in."
            self.fields["subject"].required = False
            self.fields["subject"].help_text = "Empty: The week in management, with its date."

    def clean_week(self) -> date:
        """The Monday of the week; refused where it is far away, or its issue is there already."""
        day = self.cleaned_data["week"]
        if day > uk_day(timezone.now(), later=AHEAD_DAYS):
            raise forms.ValidationError("This week is more than a year away. Choose an earlier one.")
        week = monday_of(day)
        if HighlightsIssue.objects.filter(week=week).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("The issue of that week is there already. Open it in the list.")
        return week
