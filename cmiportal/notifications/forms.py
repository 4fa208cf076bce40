"""Which messages a person also wants by e-mail."""

from typing import Any

from django import forms

from cmiportal.accounts.models import User
from cmiportal.registry import NotificationKind

from .services import optional_kinds, wants_mail


class PreferenceForm(forms.Form):
    """One tick for each optional kind."""

    hides_optional = True

    wanted = forms.MultipleChoiceField(
        label="Which of these do you also want by e-mail?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Without a tick a message is in your inbox here, and nowhere else.",
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = optional_kinds()
        self.fields["wanted"].choices = [(kind.key, said(kind)) for kind in kinds]
        self.initial["wanted"] = [kind.key for kind in kinds if wants_mail(user, kind.key)]


def said(kind: NotificationKind) -> str:
    """What a tick stands for; of some nothing comes at all without one."""
    return f"{kind.label}, which without a tick you do not get at all" if kind.wish else kind.label
