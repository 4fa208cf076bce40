"""Changing and withdrawing pieces of evidence, with the portfolios that they are mapped in."""

from datetime import date, datetime
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.documents import services as documents
from cmiportal.documents.models import Item, ItemDraft
from cmiportal.workflow import MoveRefused

from ..models import Mapping, Submission, UnitEnrolment
from ..rules.gaps import named

# What a draft is called, and counts as, until its writer says.
UNTITLED = "Untitled evidence"
UNTYPED = Item.Kind.WRITTEN_ANSWER


class EvidenceRefused(MoveRefused):
    """The evidence cannot be changed or withdrawn in this way; the first argument says why."""


@transaction.atomic
def change_evidence(
    *,
    item: Item,
    kind: str,
    title: str,
    dated_on: date | None,
    text: str,
    revision: int,
    upload: File | None,
    at: datetime,
) -> Item:
    """Save all that the page of a piece of evidence holds, or nothing of it.

    ``revision`` is that of the page: StaleDraft, when anything else was saved since. Raises ItemRefused and
    FileRefused, too, of the documents app. What was handed in before stays as it was.
    """
    documents.keep_text(item=item, at=at)
    changed = _write(item, kind, title, dated_on, text, revision, at)
    documents.keep_text(item=changed, at=at)
    if upload is not None:
        documents.attach_file(item=changed, upload=upload, at=at)
    return changed


@transaction.atomic
def save_new_draft(
    *, id: UUID, owner: User, text: str, revision: int, kind: str = "", title: str = "", at: datetime
) -> ItemDraft:
    """Save what is typed for a piece that is not added yet: it is made once for ``id``, then changed.

    What the person has not said yet, ``kind`` and ``title``, stays as it is. Raises as ``change_evidence`` does.
    """
    item = documents.create_item(id=id, owner=owner, kind=kind or UNTYPED, title=title or UNTITLED, at=at)
    changed = _write(item, kind or item.kind, title or item.title, item.dated_on, text, revision, at)
    return ItemDraft.objects.get(item=changed)


def _write(item: Item, kind: str, title: str, dated_on: date | None, text: str, revision: int, at: datetime) -> Item:
    stands = Item.objects.select_for_update().get(pk=item.pk)
    if revision != stands.draft.revision and (kind, title, dated_on) != (stands.kind, stands.title, stands.dated_on):
        raise documents.StaleDraft(text=stands.draft.text, revision=stands.draft.revision)
    documents.save_draft(item=item, text=text, revision=revision, at=at)
    return documents.change_item(item=item, kind=kind, title=title, dated_on=dated_on, at=at)


@transaction.atomic
def remove_file(*, item: Item, at: datetime) -> None:
    """Take the file away. Raises EvidenceRefused when nothing would be left, ItemRefused for a withdrawn item."""
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if not locked.draft.text.strip():
        raise EvidenceRefused("This file is all there is. Write something, or choose another file in its place.")
    documents.detach_file(item=locked, at=at)


@transaction.atomic
def withdraw_evidence(*, item: Item, at: datetime) -> Item:
    """Take a piece of evidence out of the portfolio and its mappings with it; what was handed in stays frozen.

    Raises EvidenceRefused while it is mapped in work that is being judged: the learner would see a gap that is none.
    """
    # In order of their keys, as nothing else locks more than one of them; mapping waits for the same rows.
    list(UnitEnrolment.objects.select_for_update().filter(learner=item.owner_id).order_by("pk"))
    mappings = Mapping.objects.filter(item=item)
    judged = Submission.objects.in_a_stage().filter(unit_enrolment__in=mappings.values("unit_enrolment"))
    if units := sorted(set(judged.values_list("unit_enrolment__unit__number", flat=True))):
        raise EvidenceRefused(
            f"This evidence is in work that is being judged (unit {named(units)}). Withdraw it after the result."
        )
    mappings.delete()
    return documents.withdraw_item(item=item, at=at)
