"""Staff see the portal as another person does: to read only, for a reason, for a while, and written down.

The session stays that of the administrator and holds the key of the record; who the request is shown to is the other
person. Nothing can be sent, and what a page reads is read in a transaction that the database lets nobody write in.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cmiportal.registry import Entrusted, every

from .groups import ADMINISTRATORS
from .models import SeenAs, User

SESSION_KEY = "seen_as"


class SeeingRefused(Exception):
    """Nobody sees the portal as that person; the first argument is a sentence for the administrator."""


def sees_as_others(user: Any) -> bool:
    """Whether the person is an administrator."""
    return user.is_authenticated and user.serves_as(ADMINISTRATORS)


def why_not(*, viewer: Any, person: User) -> str:
    """Why this administrator cannot see the portal as that person, in a sentence; empty where they can.

    Who holds rights is out of reach: else one administrator would read what is another's alone.
    """
    if not sees_as_others(viewer):
        return "Only administrators see the portal as somebody else."
    if person.pk == viewer.pk:
        return "You see your own pages already."
    if not person.is_active:
        return "This account is closed."
    if person.is_staff or person.is_superuser or person.group_names:
        return "This account is that of staff, and nobody sees the portal as staff do."
    if any(entry.holds(person) for entry in every(Entrusted)):
        return "This person’s pages show what belongs to others, so nobody sees the portal as they do."
    return ""


@transaction.atomic
def begin_to_see(*, viewer: Any, person: User, reason: str, at: datetime) -> SeenAs:
    """Write down who sees the portal as whom, why and until when at most. Raises SeeingRefused."""
    if refused := why_not(viewer=viewer, person=person):
        raise SeeingRefused(refused)
    until = at + timedelta(minutes=settings.SEE_AS_MINUTES)
    return SeenAs.objects.create(viewer=viewer, person=person, reason=reason, since=at, until=until)


def seen_now(key: str, *, viewer: Any, at: datetime) -> SeenAs | None:
    """The record under that key while its time lasts and the same administrator is signed in; one query."""
    return SeenAs.objects.filter(pk=UUID(key), viewer=viewer.pk, until__gt=at).first()
