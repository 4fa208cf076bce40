"""Files taken in, judged and kept; discarded; swept when nobody owns them."""

import hashlib
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError, Sum

from cmiportal.accounts.models import User
from cmiportal.registry import DocumentKind, find

from . import storing
from .judging import Limits, check_size, judge, megabytes
from .models import StoredFile
from .names import clean_name, ending_of
from .refusals import FileRefused


def upload_limits() -> Limits:
    """The policy for uploads, as settings have it."""
    return Limits(
        types=tuple(settings.UPLOAD_TYPES),
        size=settings.UPLOAD_MAX_BYTES,
        unpacked=settings.UPLOAD_UNPACKED_MAX_BYTES,
    )


@transaction.atomic
def store_upload(
    *, upload: File, kind: str, owner: User | None, at: datetime, limits: Limits | None = None
) -> StoredFile:
    """Keep a file that a person sent, if its content is what the policy takes, or narrower ``limits``.

    What belongs to the Institute (a picture of an article) has no owner, and counts towards nobody's room.
    It is stored first and judged by what was stored; without a row nothing serves it. Raises FileRefused with a
    sentence, and then nothing of the file is left; raises UnknownKey for a kind that nobody registered. If the
    transaction is rolled back later, the sweep takes the bytes.
    """
    find(DocumentKind, kind)
    limits, name = limits or upload_limits(), clean_name(upload.name or "")
    check_size(name=name, size=upload.size, limits=limits)
    if owner is not None:
        _check_room(owner, upload.size)
    with storing.taken_in(upload) as (key, content):
        found = judge(content, name=name, size=upload.size, limits=limits)
        content.seek(0)
        return StoredFile.objects.create(
            kind=kind,
            owner=owner,
            sha256=hashlib.file_digest(content, "sha256").digest(),
            size=upload.size,
            media_type=found.media_type,
            name=name if ending_of(name) else name + found.endings[0],
            storage_key=key,
            verdict=StoredFile.Verdict.CLEAN,
            created_at=at,
        )


@transaction.atomic
def store_bytes(
    *, content: bytes, name: str, media_type: str, kind: str, owner: User | None, at: datetime
) -> StoredFile:
    """Keep what the portal made itself (a certificate): nothing to judge. Raises FileRefused when there is no room."""
    find(DocumentKind, kind)
    with storing.taken_in(File(BytesIO(content), name=name)) as (key, _):
        return StoredFile.objects.create(
            kind=kind,
            owner=owner,
            sha256=hashlib.sha256(content).digest(),
            size=len(content),
            media_type=media_type,
            name=clean_name(name),
            storage_key=key,
            verdict=StoredFile.Verdict.CLEAN,
            created_at=at,
        )


@transaction.atomic
def discard_file(*, file: StoredFile) -> bool:
    """Take a file away for good unless something still points to it; returns whether it went."""
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: storing.remove(file.storage_key))
    return True


def sweep_files(*, before: datetime) -> int:
    """Remove rows that never got a verdict and stored bytes without a row, both older than ``before``; how many.

    Bytes lose their row when a transaction is rolled back after they were written, or a process dies in between.
    """
    swept = 0
    for file in StoredFile.objects.forgotten(before=before):
        swept += discard_file(file=file)
    for keys in storing.keys_written(before=before):
        owned = set(StoredFile.objects.filter(storage_key__in=keys).values_list("storage_key", flat=True))
        for key in keys:
            if key not in owned:
                storing.remove(key)
                swept += 1
    return swept


def _check_room(owner: User, size: int) -> None:
    """Raise FileRefused when a person would have more files than we keep for one."""
    kept = StoredFile.objects.filter(owner=owner).aggregate(size=Sum("size"))["size"] or 0
    most = settings.UPLOAD_TOTAL_MAX_BYTES
    if kept + size > most:
        raise FileRefused(
            f"This file would take you past the {megabytes(most)} MB of files that we keep for one person. "
            "Make it smaller, or take away a file that you no longer need."
        )
