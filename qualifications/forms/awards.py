"""What is typed about awards: a reason, a corrected name, a verification code."""

from django import forms

from cmiportal.accounts.names import NameField
from cmiportal.rules.codes import read_code
from cmiportal.ui.moves import VersionedForm, Words


class IssueForm(VersionedForm):
    """Nothing to type: the button is the decision. ``name`` is the one that the page showed."""

    name = forms.CharField(strip=False, widget=forms.HiddenInput)


class ReasonForm(VersionedForm):
    """A decision that has to be explained."""

    reason = Words(label="Reason", help_text="Kept with the award.")


class ReplaceForm(VersionedForm):
    """The name as the new certificate is to show it."""

    name = NameField(label="Name to be printed", help_text="Number, code and address of the award stay as they are.")


class VerifyForm(forms.Form):
    """A code, as typed from a certificate."""

    code = forms.CharField(
        label="Verification code",
        max_length=100,
        help_text="Twelve letters and digits beside the square code, like 7Q4K-M2ZD-90PX.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "size": 20}
        ),
    )

    def clean_code(self) -> str:
        """The code as it is written; misread letters put right."""
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError("Enter all twelve letters and digits of the code, like 7Q4K-M2ZD-90PX.")
        return code
