"""Sign-up: one name field beside e-mail and password."""

from django import forms

from .models import NAME_LENGTH, User


class SignupForm(forms.Form):
    """The part of the sign-up form that is ours; allauth adds the rest."""

    name = forms.CharField(label="Full name", max_length=NAME_LENGTH)

    def signup(self, request: object, user: User) -> None:
        """Keep the name on the new account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
