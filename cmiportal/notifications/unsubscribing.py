"""The signed address by which a person stops one kind of e-mail, without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cmiportal.accounts.models import User

SALT = "cmiportal.notifications.unsubscribe"


class BadToken(Exception):
    """The address was not made here, or was cut short on its way."""


def unsubscribe_url(user: User, kind: str) -> str:
    """The address for this person and kind; it does not expire, since mail is kept for years."""
    token = signing.dumps({"user": user.pk, "kind": kind}, salt=SALT)
    return settings.SITE_URL + reverse("notifications:mail_stop", args=[token])


def read_token(token: str) -> tuple[User, str]:
    """Whose messages of which kind are meant; raises BadToken, also where the account is closed."""
    try:
        said = signing.loads(token, salt=SALT)
        return User.objects.get(pk=said["user"], is_active=True), said["kind"]
    except (signing.BadSignature, User.DoesNotExist) as error:
        raise BadToken from error
