"""The key that a form carries: it makes a second sending of the form known, and says for whom the form was made."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

from cmiportal.workflow import new_id

FIELD = "post_key"
# What belongs to the page and not to the person: the key itself, and the token of a session.
NOT_KEPT = ("csrfmiddlewaretoken", FIELD)


class BadKey(Exception):
    """The text is no key that this portal has made."""


@dataclass(frozen=True)
class PostKey:
    """One form as it was shown once to one person."""

    id: UUID
    owner: int


def make_key(user: Any) -> str:
    """A new key for a form that is shown to ``user``: "<uuid>.<person>:<signature>"."""
    return sign(PostKey(new_id(), user.pk))


def sign(key: PostKey) -> str:
    """The key as a form carries it."""
    return _signer().sign(f"{key.id}.{key.owner}")


def read_key(text: str) -> PostKey:
    """The key in a form's field; raises BadKey."""
    try:
        id, _, owner = _signer().unsign(text).partition(".")
        return PostKey(UUID(id), int(owner))
    except (BadSignature, ValueError) as error:
        raise BadKey from error


def _signer() -> Signer:
    return Signer(salt="cmiportal.posts.key")
