"""Accounts that staff make, and the address by which a person signs in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet
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


@transaction.atomic
def hand_over_addresses(leaving: User, staying: User, at: datetime) -> None:
    """Before two accounts become one: the addresses that the one has confirmed are second ones of the other.

    One that nobody ever confirmed may be a stranger's, and goes.
    """
    known = {row.email: row for row in EmailAddress.objects.filter(user=staying)}
    for row in EmailAddress.objects.filter(user=leaving):
        double = known.get(row.email)
        if double or not row.verified:
            row.delete()
        if double and row.verified:
            EmailAddress.objects.filter(pk=double.pk).update(verified=True)
    EmailAddress.objects.filter(user=leaving).update(primary=False)


def accounts_of(addresses: Iterable[str]) -> dict[str, User]:
    """The accounts that are reached by these addresses, in lower case, confirmed second ones among them; one query."""
    wanted = {address.lower() for address in addresses}
    confirmed = EmailAddress.objects.filter(email__in=wanted, verified=True)
    seconds = ArraySubquery(confirmed.filter(user=OuterRef("pk")).values("email"))
    found = User.objects.annotate(seconds=seconds).filter(Q(email__in=wanted) | Q(pk__in=confirmed.values("user")))
    return {address: user for user in found for address in {user.email, *user.seconds} & wanted}


def addresses_of(user: User) -> list[str]:
    """Every address of the account, confirmed or not; the one that messages go to is the first."""
    others = EmailAddress.objects.filter(user=user).exclude(email=user.email).order_by("pk")
    return [user.email, *others.values_list("email", flat=True)]


def second_addresses(user: User) -> list[str]:
    """Those that the person signs in with besides, since a merge of two accounts."""
    return list(_seconds(user).values_list("email", flat=True))


@contextmanager
def seconds_kept(user: User) -> Iterator[None]:
    """Second addresses stay whatever happens to the others in this block: allauth would drop all but the new one.

    Within a transaction.
    """
    aside = list(_seconds(user))
    EmailAddress.objects.filter(pk__in=[row.pk for row in aside]).delete()
    yield
    EmailAddress.objects.bulk_create(aside)


def is_own_address(user: User, email: str) -> bool:
    """Whether the address is one of the person's own, in whatever case."""
    return email.casefold() in {address.casefold() for address in addresses_of(user)}


def _seconds(user: User) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(user=user, verified=True).exclude(email=user.email).order_by("pk")


def password_path(user: User) -> str:
    """Where the holder of the mailbox chooses a password, once, for three days; a key that acts by itself."""
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
