"""Which account stays, and why staff know that both are one person's."""

from django import forms
from django.core.exceptions import ValidationError

from cmiportal.accounts.models import User
from cmiportal.accounts.services import accounts_of


class OtherAccountForm(forms.Form):
    """The account that stays, by one of its addresses; sent by GET, so that what is looked at has an address."""

    stays = forms.EmailField(
        label="Account that stays",
        help_text="One of its e-mail addresses. The person will sign in to it.",
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
        label="Reason",
        help_text="How you know that both belong to one person; it is kept. For example: wrote from both addresses and"
        " knew both membership numbers.",
        widget=forms.Textarea({"rows": 3, "cols": 60}),
        error_messages={"required": "Say how you know that both accounts belong to one person"},
    )
    sure = forms.BooleanField(
        label="I have compared both, and know that this cannot be undone",
        error_messages={"required": "Confirm that you have compared both accounts"},
    )
