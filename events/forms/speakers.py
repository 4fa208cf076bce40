"""Who speaks at an event, as the events team types it: in the order of the rows unless they say another."""

from itertools import count
from typing import Any

from django import forms

from ..models import Speaker


class SpeakerForm(forms.ModelForm):
    """A speaker; the place among the others follows by itself."""

    position = forms.IntegerField(
        min_value=1, max_value=999, required=False, initial=None, help_text="Empty: after those above."
    )

    class Meta:
        model = Speaker
        fields = ("position", "name", "role", "about")


class SpeakerFormSet(forms.BaseInlineFormSet):
    """The speakers of an event; whoever has no place gets the next one that is free."""

    def clean(self) -> None:
        """Fill the places before they are compared."""
        rows = [form for form in self.forms if form.is_valid() and form.cleaned_data and self._stays(form)]
        taken = {form.cleaned_data["position"] for form in rows} - {None}
        free = count(max(taken, default=0) + 1)
        for form in rows:
            if form.cleaned_data["position"] is None:
                form.cleaned_data["position"] = form.instance.position = next(free)
        super().clean()

    def _stays(self, form: Any) -> bool:
        return form not in self.deleted_forms and (form.has_changed() or form.instance.pk is not None)
