"""What somebody looks for; whatever is typed is an answer, so nothing is refused (words.asked)."""

from django import forms


class SearchForm(forms.Form):
    """One field for everything."""

    hides_optional = True

    q = forms.CharField(
        label="Search for",
        required=False,
        help_text="A word, a title, a name, or the number of a unit or a qualification.",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
