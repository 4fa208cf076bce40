"""Which account stays, and why staff know that both are one person's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.models import User
from cmiportal.accounts.services import accounts_of


class OtherAccountForm(forms.Form):
    """The account that stays, by one of its addresses; sent by GET, so that what is looked at has an address."""

    stays = forms.EmailField(
        label="E-mail address of the account that stays",
        help_text="The one that the person will sign in to.",
        widget=forms.EmailInput({"size": 40, "autocomplete": "off"}),
        error_messages={
            "required": "Enter the e-mail address of the account that stays",
            "invalid": "Enter an e-mail address, like name@example.com",
        },
    )

    def clean_stays(self) -> User:
        """The account with that address."""
        account = accounts_of([self.cleaned_data["stays"]]).get(self.cleaned_data["stays"].lower())
        if account is None:
            raise ValidationError("No account has this e-mail address")
        return account


class MergeForm(forms.Form):
    """Why, kept with the merge for good; and that it cannot be undone."""

    reason = forms.CharField(
        label="How you know that both belong to one person",
        help_text="Kept with the merge. For example: wrote from both addresses and gave both membership numbers.",
        widget=forms.Textarea({"rows": 3, "cols": 60}),
        error_messages={"required": "Say how you know that both accounts belong to one person"},
    )
    sure = forms.BooleanField(
        label="I have compared both accounts, and know that this cannot be undone",
        error_messages={"required": "Confirm that you have compared both accounts"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
