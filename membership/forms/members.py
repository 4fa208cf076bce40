"""What is asked of members: the Code of Conduct at each renewal, leaving, and what staff decide of a membership."""

from django import forms

from cmiportal.ui.moves import MovesForm, ReasonForm

ACCEPT = {"required": "Tick the box to say that you keep to the Code of Conduct"}


class RenewForm(forms.Form):
    """The Code of Conduct, accepted again."""

    code = forms.BooleanField(label="I keep to the Code of Conduct", error_messages=ACCEPT)


class ResignForm(MovesForm):
    """A member leaves; why is their own affair."""


class SuspendForm(ReasonForm):
    """Staff suspend a membership and say why."""


class RestoreForm(MovesForm):
    """Staff end a suspension."""
