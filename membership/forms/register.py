"""What the public register is asked for."""

from django import forms

from ..rules.names import letters_in, tidy

ENTER_A_NAME = "Enter a name"


class SearchForm(forms.Form):
    """A name, or words of one."""

    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="First name, last name or both. Accents and small slips do not matter.",
        error_messages={"required": ENTER_A_NAME},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        """At least one letter."""
        name = tidy(self.cleaned_data["name"])
        if not letters_in(name):
            raise forms.ValidationError(ENTER_A_NAME)
        return name
