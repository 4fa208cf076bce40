"""The life of an evidence item: draft, kept versions, withdrawal."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import F

from cmiportal.accounts.models import User
from cmiportal.workflow import new_id

from .files import discard_file, store_upload
from .given import check_date, plain_text, plain_title
from .models import Item, ItemDraft, ItemVersion, StoredFile
from .refusals import DateRefused, FileRefused, ItemRefused, StaleDraft
from .words import count_words

__all__ = [
    "EVIDENCE",
    "DateRefused",
    "FileRefused",
    "ItemRefused",
    "StaleDraft",
    "attach_file",
    "change_item",
    "create_item",
    "detach_file",
    "keep_text",
    "keep_version",
    "restore_text",
    "save_draft",
    "withdraw_item",
]

EVIDENCE = "evidence"  # the DocumentKind of files in a portfolio; who marks a portfolio registers it


@transaction.atomic
def create_item(
    *,
    owner: User,
    kind: str,
    title: str,
    dated_on: date | None = None,
    text: str = "",
    upload: File | None = None,
    file_kind: str = EVIDENCE,
    id: UUID | None = None,
    at: datetime,
) -> Item:
    """A new piece of evidence with its draft; raises FileRefused or ItemRefused, and then nothing is kept.

    ``file_kind`` is the DocumentKind under which the upload is kept: it decides who may open it. With an ``id``
    it is made once: the person's piece that has it already is given back as it stands.
    """
    title, text = plain_title(title), plain_text(text)
    check_date(dated_on, at)
    # Of two at once the second waits here, and sees what the first has made.
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    if id and (there := Item.objects.filter(pk=id, owner=owner).first()):
        return there
    _check_count(owner)
    item = Item.objects.create(id=id or new_id(), owner=owner, kind=kind, title=title, dated_on=dated_on, created_at=at)
    file = store_upload(upload=upload, kind=file_kind, owner=owner, at=at) if upload else None
    ItemDraft.objects.create(item=item, text=text, file=file, saved_at=at)
    return item


@transaction.atomic
def change_item(*, item: Item, kind: str, title: str, dated_on: date | None = None, at: datetime) -> Item:
    """Another title, type of evidence or date; versions that were kept stay as they are called. Raises ItemRefused.

    A change counts as a revision, so that a page opened before it does not take the title back unseen.
    """
    locked, title = _lock(item), plain_title(title)
    check_date(dated_on, at)
    if (locked.kind, locked.title, locked.dated_on) != (kind, title, dated_on):
        locked.kind, locked.title, locked.dated_on = kind, title, dated_on
        locked.save(update_fields=["kind", "title", "dated_on"])
        ItemDraft.objects.filter(item=locked).update(revision=F("revision") + 1)
    return locked


@transaction.atomic
def save_draft(*, item: Item, text: str, revision: int, at: datetime) -> ItemDraft:
    """Keep what is being typed, over the revision that the page showed.

    Saving the same text again is harmless. Raises StaleDraft, which carries the newer text, when another tab saved
    in between, and ItemRefused when the item is withdrawn or the text too long; both leave the draft as it is.
    """
    draft, text = _lock(item).draft, plain_text(text)
    if draft.text == text:
        return draft
    if draft.revision != revision:
        raise StaleDraft(text=draft.text, revision=draft.revision)
    draft.text, draft.revision, draft.saved_at = text, revision + 1, at
    draft.save(update_fields=["text", "revision", "saved_at"])
    return draft


@transaction.atomic
def attach_file(*, item: Item, upload: File, file_kind: str = EVIDENCE, at: datetime) -> StoredFile:
    """Put a file beside the draft's text in place of the one before; raises FileRefused or ItemRefused.

    The file before is discarded unless a kept version holds it.
    """
    draft = _lock(item).draft
    file = store_upload(upload=upload, kind=file_kind, owner=item.owner, at=at)
    _replace_file(draft, file, at)
    return file


@transaction.atomic
def detach_file(*, item: Item, at: datetime) -> None:
    """Take the draft's file away; a kept version keeps its own."""
    _replace_file(_lock(item).draft, None, at)


@transaction.atomic
def keep_version(*, item: Item, at: datetime) -> ItemVersion:
    """Freeze the draft as the next version; a draft like the last version gives that one.

    Raises ItemRefused when there is nothing in it or the item is withdrawn. The item row is the lock of the numbers.
    """
    locked = _lock(item)
    draft, last = locked.draft, locked.versions.last()
    if not draft.text and not draft.file_id:
        raise ItemRefused("This evidence is empty. Write something or add a file first.")
    version = _next_version(locked, number=last.number + 1 if last else 1, file=draft.file, at=at)
    if last and last.holds_the_same_as(version):
        return last
    version.save(force_insert=True)
    return version


@transaction.atomic
def keep_text(*, item: Item, at: datetime) -> None:
    """Keep the draft's text as a version that can be restored, unless the last version has it or there is none.

    Without the file: a file that the person replaces or removes must not stay with us. Raises ItemRefused.
    """
    locked = _lock(item)
    last = locked.versions.last()
    if locked.draft.text and (last is None or last.text != locked.draft.text):
        _next_version(locked, number=last.number + 1 if last else 1, file=None, at=at).save(force_insert=True)


@transaction.atomic
def restore_text(*, item: Item, version: ItemVersion, revision: int, at: datetime) -> None:
    """Make the text of an earlier version the text again, over the revision that the page showed; the file stays.

    What stood is kept as a version first, and so is what is restored: nothing is lost. Raises as ``save_draft``.
    """
    locked = _lock(item)
    if locked.draft.revision != revision:
        raise StaleDraft(text=locked.draft.text, revision=locked.draft.revision)
    keep_text(item=locked, at=at)
    save_draft(item=locked, text=version.text, revision=revision, at=at)
    keep_text(item=locked, at=at)


def _next_version(locked: Item, *, number: int, file: StoredFile | None, at: datetime) -> ItemVersion:
    """The item as it stands, not yet saved."""
    draft = locked.draft
    return ItemVersion(
        item=locked,
        owner_id=locked.owner_id,
        number=number,
        kind=locked.kind,
        title=locked.title,
        dated_on=locked.dated_on,
        text=draft.text,
        text_sha256=hashlib.sha256(draft.text.encode()).digest(),
        file=file,
        file_sha256=file.sha256 if file else None,
        word_count=count_words(draft.text),
        created_at=at,
    )


@transaction.atomic
def withdraw_item(*, item: Item, at: datetime) -> Item:
    """Take the item out of the portfolio; what was kept or handed in stays. Twice is harmless."""
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
    return locked


def _check_count(owner: User) -> None:
    """Raise ItemRefused when a person has added as many pieces of evidence as we keep, withdrawn ones included."""
    most = settings.EVIDENCE_ITEMS_MAX
    if Item.objects.filter(owner=owner).count() >= most:
        raise ItemRefused(f"You have added {most:,} pieces of evidence, and we keep no more. Change one that you have.")


def _lock(item: Item) -> Item:
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if locked.withdrawn_at is not None:
        raise ItemRefused("This evidence was withdrawn and can no longer be changed.")
    return locked


def _replace_file(draft: ItemDraft, file: StoredFile | None, at: datetime) -> None:
    before, draft.file, draft.saved_at = draft.file, file, at
    draft.save(update_fields=["file", "saved_at"])
    if before:
        discard_file(file=before)
