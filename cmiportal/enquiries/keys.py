"""The key of a form that anybody may open: it makes a second sending known, and says when the page was opened.

It stands in the form, not in a session or a cookie, so it works for whoever comes back to an open page a day later.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer

from cmiportal.workflow import new_id


@dataclass(frozen=True)
class OpenedForm:
    """One form as it was shown once: ``id`` is empty and ``seconds`` None where it carries no key of ours."""

    id: str
    seconds: int | None


def make_key(*, at: datetime) -> str:
    """A new key for a form that is shown now: "<uuid>.<seconds of the epoch>:<signature>"."""
    return _signer().sign(f"{new_id()}.{int(at.timestamp())}")


def read_key(text: str, *, at: datetime) -> OpenedForm:
    """What a form's key says; one that is missing or was changed says nothing."""
    try:
        id, _, opened = _signer().unsign(text).partition(".")
        return OpenedForm(str(UUID(id)), int(at.timestamp()) - int(opened))
    except (BadSignature, ValueError):
        return OpenedForm("", None)


def _signer() -> Signer:
    return Signer(salt="cmiportal.enquiries.key")
