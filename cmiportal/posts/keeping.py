"""What somebody typed is kept while they sign in again: the session ended, not their work."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from .keys import FIELD, NOT_KEPT, BadKey, PostKey, read_key, sign
from .models import KeptForm, SentPost

SECRET = "password"  # no password rests in a table
# A value of several words that a form offers to choose, like "not_yet_met".
CHOICE = re.compile(r"[a-z]+(_[a-z]+)+")
# What django.core.signing makes: the signed value, when it was signed, the signature.
SIGNED = re.compile(r"[\w.=-]+:[0-9A-Za-z]{6}:[\w-]{43}", re.A)


@dataclass(frozen=True)
class Typed:
    """A field as it is shown again: its name in words, and its text."""

    label: str
    text: str


def keep(request: HttpRequest, *, at: datetime) -> KeptForm | None:
    """Keep what was sent for whom the form was made; None where it has no key of ours, a password, or too much.

    None, too, where somebody else is signed in, and for a NUL, which no browser sends and no table takes. Of files
    only the names are kept; KEPT_FORM_MAX_BYTES is the measure of the rest.
    """
    try:
        key = read_key(request.POST.get(FIELD, ""))
    except BadKey:
        return None
    if request.user.is_authenticated and request.user.pk != key.owner:
        return None
    path = request.get_full_path()
    fields = [[name, values] for name, values in request.POST.lists() if name not in NOT_KEPT]
    too_much = len(json.dumps(fields)) > settings.KEPT_FORM_MAX_BYTES
    no_text = any("\0" in text for name, values in fields for text in (name, *values))
    if too_much or no_text or any(SECRET in name for name, _ in fields) or len(path) > 1000:
        return None
    kept, _ = KeptForm.objects.update_or_create(
        key=key.id,
        defaults={
            "person_id": key.owner,
            "path": path,
            "fields": fields,
            "files": [str(file.name)[:300] for _, files in request.FILES.lists() for file in files],
            "created_at": at,
        },
    )
    # The latest of a person are kept: each form that they opened could else fill the table with another.
    latest = KeptForm.objects.filter(person_id=key.owner).order_by("-created_at", "-pk")[: settings.KEPT_FORMS_MAX]
    KeptForm.objects.filter(person_id=key.owner).exclude(pk__in=latest.values("pk")).delete()
    return kept


def key_of(kept: KeptForm) -> str:
    """The key of the form as it was, so that sending it now and sending it then count once together."""
    return sign(PostKey(kept.key, kept.person_id))


def typed(kept: KeptForm) -> list[Typed]:
    """What a person typed or chose, without the keys, numbers and signed values that forms carry for themselves."""
    return [
        Typed(name.rpartition("-")[2].replace("_", " ").capitalize(), _in_words(text))
        for name, values in kept.fields
        for text in values
        if text.strip() and not text.isdigit() and not _is_key(text) and not SIGNED.fullmatch(text)
    ]


def erase_old(*, at: datetime) -> None:
    """Remove what nobody came back for, and the keys of forms that no page shows any more."""
    KeptForm.objects.old(at=at).delete()
    SentPost.objects.old(at=at).delete()


def _in_words(text: str) -> str:
    """A choice as it is sent, like "not_yet_met", without the lines between its words; any other text as it is."""
    return text.replace("_", " ") if CHOICE.fullmatch(text) else text


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
