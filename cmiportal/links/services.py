"""Giving an outside person one permission to do one thing once, and letting it be used."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from cmiportal.accounts.models import User
from cmiportal.registry import LinkAction, find
from cmiportal.workflow import MoveRefused

from .models import Link, OutsidePerson

# 32 bytes from the system's source: guessing is hopeless, so nothing needs to count attempts.
TOKEN_BYTES = 32


class LinkClosed(MoveRefused):
    """The link was used, revoked or has expired; the first argument is a sentence."""


def digest(token: str) -> bytes:
    """What is kept of a token: 32 bytes of SHA-256, from which nobody finds the token."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def outside_person(*, email: str, name: str, organisation: str = "") -> OutsidePerson:
    """The outside person with that address, in any case; made with this name if we do not know them yet.

    What is known of somebody stays: two learners may name one line manager, and neither may rename the other's.
    """
    fresh = OutsidePerson(email=email.lower(), name=name, organisation=organisation)
    OutsidePerson.objects.bulk_create([fresh], ignore_conflicts=True)  # both may do so in the same moment
    # As the constraint compares: ``iexact`` compares in capitals, where ı and ſ are I and S, and two people are one.
    return OutsidePerson.objects.alias(lower=Lower("email")).get(lower=Lower(Value(fresh.email)))


@transaction.atomic
def issue_link(
    *,
    purpose: str,
    subject_kind: str,
    subject_id: UUID,
    person: OutsidePerson,
    created_by: User | None,
    at: datetime,
) -> tuple[Link, str]:
    """A link and its token, which is told once and kept nowhere; an earlier one for the same thing stops working.

    It opens for as many days as the registered LinkAction says. Raises UnknownKey for a purpose nobody registered.
    """
    action = find(LinkAction, purpose)
    OutsidePerson.objects.select_for_update().get(pk=person.pk)
    revoke_links(purpose=purpose, subject_id=subject_id, person=person, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = Link.objects.create(
        purpose=purpose,
        token_sha256=digest(token),
        subject_kind=subject_kind,
        subject_id=subject_id,
        person=person,
        created_by=created_by,
        created_at=at,
        expires_at=at + timedelta(days=action.days),
    )
    return link, token


def revoke_links(*, purpose: str, subject_id: UUID, at: datetime, person: OutsidePerson | None = None) -> int:
    """Close every link to that thing that was not used, or only one person's; returns how many there were."""
    links = Link.objects.filter(purpose=purpose, subject_id=subject_id, used_at=None, revoked_at=None)
    if person is not None:
        links = links.filter(person=person)
    return links.update(revoked_at=at)


@transaction.atomic
def use_link(*, link: Link, data: Mapping[str, Any], at: datetime) -> str:
    """Do what the link is for, once, with the form's cleaned ``data``; returns the sentence of thanks.

    The link is taken by one conditional UPDATE, so of several presses one acts. Raises LinkClosed, or the MoveRefused
    of the action; then nothing has happened and the link is still unused.
    """
    if not Link.objects.filter(pk=link.pk).live(at=at).update(used_at=at):
        raise LinkClosed("This link has been used already, or it no longer works.")
    link.used_at = at
    action = find(LinkAction, link.purpose)
    subject = action.load(link.subject_id)
    if subject is None:
        raise LinkClosed("Nobody waits for this answer any more.")
    return action.perform(link=link, subject=subject, data=data, at=at)
