"""Reviews of sampled records: sent by the person, then accepted, asked for more or excused by somebody else.

A reviewer sees the entries of the sample's year, of that person, and only while the record is with the team. Lock
order: the sample, then the review: the last answer closes the sample.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery

from cmiportal.accounts.models import User
from cmiportal.documents.models import Item, ItemVersion
from cmiportal.documents.refusals import ItemRefused
from cmiportal.documents.services import keep_version
from cmiportal.rules.days import uk_day
from cmiportal.workflow import SealedPayload, WorkflowEvent, move

from ...models import CpdEntry, CpdReview, CpdSample
from ...permissions import reviews_cpd
from ...querysets.cpd import CpdEntryQuerySet
from ...workflow import CpdReviewState
from .entries import CpdRefused
from .messages import tell_person, tell_team

MESSAGES = {"accept": "cpd_record_accepted", "ask_more": "cpd_more_needed", "excuse": "cpd_excused"}


@dataclass(frozen=True)
class Told:
    """A move of a review with what was said in it: the person's note or the reviewer's reason; empty once erased."""

    event: WorkflowEvent
    said: str


@transaction.atomic
def send_record(*, review: CpdReview, by: User, note: str, at: datetime, moves: int | None = None) -> CpdReview:
    """The person sends the record of the sample's year; ``note`` is what the reviewer should know, sealed.

    Evidence is kept as it is now. Raises CpdRefused for an empty record without a note, MoveNotAllowed and StaleMove.
    """
    row, note = _locked(review), note.strip()
    entries = CpdEntry.objects.visible_to(row.person).narrowed(year=row.sample_id)
    number = entries.count()
    if not number and not note:
        raise CpdRefused(f"Your record has no entry of {row.sample_id}. Add one, or tell us why there is none.")
    sealed = {"said": note} if note else None
    move(row, "submit", at=at, actor=by, moves=moves, data={"entries": number}, sealed=sealed, about=row.person)
    for item in Item.objects.current().filter(cpd_uses__entry__in=entries).distinct().order_by("pk"):
        _keep(item, at)
    tell_team(row, at=at)
    return row


@transaction.atomic
def accept(*, review: CpdReview, by: User, at: datetime, moves: int | None = None) -> CpdReview:
    """The record shows development in the cycle; the review is closed. Raises MoveNotAllowed and StaleMove."""
    return _answer(review, "accept", by=by, at=at, moves=moves)


@transaction.atomic
def ask_more(*, review: CpdReview, by: User, reason: str, at: datetime, moves: int | None = None) -> CpdReview:
    """Say what is missing, and give time for it. Raises CpdRefused without a reason, MoveNotAllowed and StaleMove."""
    due_on = uk_day(at, settings.CPD_RECORD_DAYS)
    return _answer(review, "ask_more", by=by, at=at, moves=moves, reason=_given(reason), due_on=due_on)


@transaction.atomic
def excuse(*, review: CpdReview, by: User, reason: str, at: datetime, moves: int | None = None) -> CpdReview:
    """The person need not send a record this year. Raises CpdRefused without a reason, MoveNotAllowed and StaleMove."""
    return _answer(review, "excuse", by=by, at=at, moves=moves, reason=_given(reason))


def entries_for(review: CpdReview, reviewer: User) -> CpdEntryQuerySet:
    """What the reviewer sees of the record; nothing where it is not with the team, or theirs."""
    if review.state != CpdReviewState.SUBMITTED or not reviews_cpd(reviewer, review):
        return CpdEntry.objects.none()
    return CpdEntry.objects.filter(person=review.person_id).narrowed(year=review.sample_id)


def kept_versions(entries: CpdEntryQuerySet, *, until: datetime) -> dict[Any, ItemVersion]:
    """What stands behind these entries as it was at that moment, by the key of the item; one query."""
    rows = ItemVersion.objects.filter(item__cpd_uses__entry__in=entries, created_at__lte=until, erased_at=None)
    return {row.item_id: row for row in rows.select_related("file").order_by("number").distinct()}


def story_of(review: CpdReview) -> list[Told]:
    """The moves in their order; one query."""
    sealed = SealedPayload.objects.filter(pk=OuterRef("payload_id")).values("body__said")
    events = review.events.select_related("actor").annotate(said=Subquery(sealed))
    return [Told(event, event.said or "") for event in events]


def _answer(
    review: CpdReview,
    action: str,
    *,
    by: User,
    at: datetime,
    moves: int | None,
    reason: str = "",
    **changes: Any,
) -> CpdReview:
    row = _locked(review)
    sealed = {"said": reason} if reason else None
    move(row, action, at=at, actor=by, moves=moves, sealed=sealed, about=row.person, reviewer=by, **changes)
    if not CpdReview.objects.filter(sample=row.sample_id).open().exists():
        CpdSample.objects.filter(pk=row.sample_id).update(closed_at=at)
    tell_person(row, MESSAGES[action], at=at, reason=reason)
    return row


def _locked(review: CpdReview) -> CpdReview:
    CpdSample.objects.select_for_update().get(pk=review.sample_id)
    return CpdReview.objects.select_for_update(of=("self",)).select_related("sample", "person").get(pk=review.pk)


def _given(reason: str) -> str:
    if not reason.strip():
        raise CpdRefused("Say why; the person reads it.")
    return reason.strip()


def _keep(item: Item, at: datetime) -> None:
    """Keep the evidence as it is now; one that holds nothing yet shows its title alone."""
    try:
        keep_version(item=item, at=at)
    except ItemRefused:
        return
