"""What members are told of the yearly sample, and the membership team of records that wait for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.notifications.services import Owed, notify, notify_many

from ...models import CpdReview
from ..members.request_messages import membership_team


def tell_drawn(reviews: Iterable[CpdReview], *, at: datetime) -> None:
    """Owe each person who was drawn a message; two queries, however many."""
    owed = [Owed(_key(row, "cpd_record_asked"), row.person, _context(row)) for row in reviews]
    notify_many(kind="cpd_record_asked", owed=owed, at=at)


def tell_person(review: CpdReview, kind: str, *, at: datetime, reason: str = "") -> None:
    """Owe the person a message about the move that was just made."""
    context = _context(review) | {"reason": reason}
    notify(kind=kind, key=_key(review, kind), recipient=review.person, context=context, at=at)


def tell_team(review: CpdReview, *, at: datetime) -> None:
    """Owe each of the membership team a message about a record that was sent, save the person whose it is."""
    kind = "cpd_record_to_review"
    path = reverse("membership:cpd_sample_review", args=[review.sample_id, review.pk])
    context = {"person": str(review.person), "year": review.sample_id, "path": path}
    team = membership_team().exclude(pk=review.person_id)
    notify_many(kind=kind, owed=[Owed(f"{_key(review, kind)}:{one.pk}", one, context) for one in team], at=at)


def _key(review: CpdReview, kind: str) -> str:
    return f"cpd:{review.pk}:{review.moves}:{kind}"


def _context(review: CpdReview) -> dict[str, Any]:
    path = reverse("membership:cpd_review")
    return {"year": review.sample_id, "due_on": review.due_on.isoformat(), "path": path}
