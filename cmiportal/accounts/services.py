"""Accounts that staff make, and the address by which a person signs in."""

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from .models import User


@transaction.atomic
def open_account(
    *, email: str, name: str, password: str | None = None, verified: bool = False, **fields: object
) -> User:
    """A new account whose address is kept as allauth keeps it; without a password its holder asks for one by e-mail.

    ``fields`` are further columns of User. Raises IntegrityError (``user_email``) when the address is taken.
    """
    user = User.objects.create_user(email, password, name=name, **fields)
    keep_address(user=user, verified=verified)
    return user


@transaction.atomic
def keep_address(*, user: User, verified: bool = False) -> None:
    """Make the account's address the only one by which its holder signs in.

    One that is not verified is confirmed at the next sign-in, by a link that is sent to it.
    """
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)


def password_path(user: User) -> str:
    """Where the holder of the mailbox chooses a password, once, for three days; a key that acts by itself."""
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
