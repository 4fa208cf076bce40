"""A person's record: posts and qualifications are added, changed and removed while they are claims, then decided.

What is confirmed or not accepted stays as it was decided: a correction is a new line. Lock order: the person's account
before what is added to it, else the line.
"""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.accounts.models import User
from cmiportal.notifications.services import notify
from cmiportal.workflow import MoveRefused

from ...models import Experience, QualificationHeld
from ...models.record import Claim

Line = TypeVar("Line", Experience, QualificationHeld)
Values = Mapping[str, Any]


class RecordRefused(MoveRefused):
    """The record cannot be changed like that; the first argument says why."""


@transaction.atomic
def add_experience(*, person: User, values: Values) -> Experience:
    """A post, as a claim; ``values`` are its columns. Raises RecordRefused where the record is full."""
    return _add(Experience, Experience.objects.filter(person=person).count, person, values)


@transaction.atomic
def add_held(*, person: User, values: Values) -> QualificationHeld:
    """A qualification, as a claim; ``values`` are its columns. Raises RecordRefused where the record is full."""
    return _add(QualificationHeld, QualificationHeld.objects.filter(person=person).count, person, values)


@transaction.atomic
def change(*, line: Line, values: Values) -> Line:
    """Say otherwise what a post or a qualification is. Raises RecordRefused where it is decided already."""
    row = _claimed(line)
    _set(row, values)
    row.save(update_fields=[*values])
    return row


@transaction.atomic
def remove(*, line: Line) -> None:
    """Take a post or a qualification out of the record. Raises RecordRefused where it is decided already."""
    _claimed(line).delete()


@transaction.atomic
def confirm(*, line: Line, by: User, at: datetime) -> Line:
    """It is so: from now on the line is proven. Raises RecordRefused for one's own, or one that is decided."""
    return _decide(line, Claim.CONFIRMED, "", by=by, at=at)


@transaction.atomic
def refuse(*, line: Line, by: User, reason: str, at: datetime) -> Line:
    """It is not accepted and no longer counts; the person reads the reason. Raises RecordRefused, too, without one."""
    if not reason.strip():
        raise RecordRefused("Say why it is not accepted; the person reads it.")
    return _decide(line, Claim.REFUSED, reason.strip(), by=by, at=at)


def posts_that_overlap(rows: list[Experience], *, on: date) -> bool:
    """Whether some day is in two of these posts; it counts once."""
    spans = sorted((row.since, row.until or on) for row in rows)
    return any(later[0] <= earlier[1] for earlier, later in pairwise(spans))


def _add(model: type[Line], count: Any, person: User, values: Values) -> Line:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if count() >= settings.RECORD_LINES_MAX:
        raise RecordRefused(f"Your record holds {settings.RECORD_LINES_MAX} of these; remove one to add another.")
    row = model(person=person)
    _set(row, values)
    row.save(force_insert=True)
    return row


def _set(row: Experience | QualificationHeld, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _claimed(line: Line) -> Line:
    row = _locked(line)
    if row.state != Claim.CLAIMED:
        raise RecordRefused("Somebody here has looked at this already, so it stays as it is. Add it anew instead.")
    return row


def _locked(line: Line) -> Line:
    rows: Any = type(line)._default_manager.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=line.pk)


def _decide(line: Line, state: str, reason: str, *, by: User, at: datetime) -> Line:
    row = _claimed(line)
    if row.person_id == by.pk or not by.serves_as(MEMBERSHIP_ASSESSORS):
        raise RecordRefused("Only the membership team decides, and nobody about their own record.")
    _set(row, {"state": state, "because": reason, "decided_by": by, "decided_at": at})
    row.save(update_fields=["state", "because", "decided_by", "decided_at"])
    context = {
        "what": str(row),
        "is_confirmed": state == Claim.CONFIRMED,
        "reason": reason,
        "path": reverse("membership:record_detail"),
    }
    notify(kind="record_decided", key=f"record_decided:{row.pk}", recipient=row.person, context=context, at=at)
    return row
