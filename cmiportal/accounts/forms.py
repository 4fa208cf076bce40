"""The person's own details, and allauth's forms in the portal's words (settings ACCOUNT_FORMS and MFA_FORMS)."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from cmiportal.database import rule_broken
from cmiportal.ui.fields import DateField

from .models import User
from .names import NameField
from .zones import zone_choices

EARLIEST_BIRTH = date(1900, 1, 1)


class ProfileForm(forms.ModelForm):
    """What a person says about themselves; ``today`` is the day on which they say it."""

    name = NameField(
        label="Full name",
        help_text="As it stands on certificates, in any script.",
        error_messages={"required": "Enter your full name"},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    preferred_name = NameField(
        label="What we call you",
        required=False,
        help_text="If not by your full name.",
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )
    time_zone = forms.ChoiceField(label="Time zone", help_text="Times on the pages you see are in this zone.")
    date_of_birth = DateField(
        label="Date of birth",
        required=False,
        help_text="Only you see it, and those who register you. For example, 27 3 1990",
    )

    class Meta:
        model = User
        fields = ("name", "preferred_name", "time_zone", "date_of_birth")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["time_zone"].choices = zone_choices(kept=self.instance.time_zone)

    def clean_date_of_birth(self) -> date | None:
        """Refuse a day that has not come yet, and a slip in the century."""
        born = self.cleaned_data["date_of_birth"]
        if born and not EARLIEST_BIRTH <= born < self.today:
            raise ValidationError(f"The date of birth must lie between {EARLIEST_BIRTH.year} and yesterday")
        return born


@dataclass(frozen=True)
class Words:
    """What one field says: label, hint, and what to do when it is empty or wrong."""

    label: str
    hint: str = ""
    required: str = ""
    invalid: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


EMAIL = Words(
    "E-mail address",
    required="Enter your e-mail address",
    invalid="Enter an e-mail address in full, like name@example.org",
)
PASSWORD = Words("Password", required="Enter your password")
NEW_PASSWORD = Words(
    "New password",
    "At least 10 characters. Three words that do not belong together are easy to remember and hard to guess.",
    required="Enter a new password",
)
AGAIN = Words("The same password again", required="Enter the same password again")
CODE = Words(
    "Code",
    "Six figures from your authenticator app, or one of your recovery codes.",
    required="Enter the code",
    attributes={"inputmode": "numeric", "size": "10"},
)


class PlainWords(forms.Form):
    """Mixed in before one of allauth's forms: our words, and no placeholders, which are no labels."""

    words: ClassVar[dict[str, Words]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            shown = self.fields[name]
            shown.label, shown.help_text = words.label, words.hint
            shown.widget.attrs.pop("placeholder", None)
            shown.widget.attrs.update(words.attributes)
            answers = {"required": words.required, "invalid": words.invalid}
            shown.error_messages.update({code: answer for code, answer in answers.items() if answer})


class LoginForm(PlainWords, account.LoginForm):
    """Sign in by e-mail address and password."""

    words: ClassVar = {
        "login": EMAIL,
        "password": PASSWORD,
        "remember": Words("Keep me signed in on this device for two weeks"),
    }
    hides_optional = True


class SignupForm(PlainWords, account.SignupForm):
    """A new account. An address that is taken is answered like any other, here and in the time it takes."""

    words: ClassVar = {
        "email": replace(EMAIL, hint="We send a link to it, to be sure that it is yours."),
        "password1": replace(NEW_PASSWORD, label="Password"),
        "password2": AGAIN,
    }
    name = NameField(
        label="Full name",
        help_text="As it should stand on a certificate, in any script.",
        error_messages={"required": "Enter your full name"},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    field_order: ClassVar = ["name", "email", "password1", "password2"]

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new person, or the answer for an address that is taken; of two at once the database lets one in."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError as error:
            if rule_broken(error) != "user_email":
                raise
            self.account_already_exists = True
            return super().try_save(request)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name on the new account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class AddEmailForm(PlainWords, account.AddEmailForm):
    """The address to change to."""

    words: ClassVar = {
        "email": replace(EMAIL, label="New e-mail address", hint="It replaces the present one when you confirm it.")
    }


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    """A new password, by somebody who knows the present one."""

    words: ClassVar = {
        "oldpassword": Words("Present password", required="Enter your present password"),
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class SetPasswordForm(PlainWords, account.SetPasswordForm):
    """A first password, for an account that staff made."""

    words: ClassVar = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    """Where to send the link."""

    words: ClassVar = {"email": EMAIL}


class ResetPasswordKeyForm(PlainWords, account.ResetPasswordKeyForm):
    """A new password, by somebody who followed the link."""

    words: ClassVar = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    """The password once more, before something that protects the account changes."""

    words: ClassVar = {"password": PASSWORD}


class AuthenticateForm(PlainWords, mfa.AuthenticateForm):
    """The second step of signing in."""

    words: ClassVar = {"code": CODE}


class ReauthenticateByCodeForm(PlainWords, mfa.ReauthenticateForm):
    """A code once more, before something that protects the account changes."""

    words: ClassVar = {"code": CODE}


class ActivateTOTPForm(PlainWords, totp.ActivateTOTPForm):
    """The first code of a new authenticator app shows that it has the key."""

    words: ClassVar = {"code": replace(CODE, hint="The six figures that the app shows now.")}


class SeeAsForm(forms.Form):
    """Why an administrator looks at the portal as somebody else; the person reads it."""

    reason = forms.CharField(
        label="Why do you need to see what this person sees?",
        help_text="The person can read this in their account.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why you need to see what this person sees"},
    )
