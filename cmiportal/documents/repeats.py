"""A form that was sent twice, by a double click or a reload, adds its evidence once."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import File

from cmiportal.accounts.models import User

from .models import Item, StoredFile

MOMENT = timedelta(minutes=1)


def added_a_moment_ago(
    *, owner: User, kind: str, title: str, text: str, upload: File | None, at: datetime
) -> Item | None:
    """The person's evidence of the same type, title, text and file that is less than a minute old, if there is one.

    Locks the person's row until the transaction ends, so that of two such forms at once one waits for the other.
    """
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    same = Item.objects.current().filter(owner=owner, kind=kind, title=title, draft__text=text)
    recent = same.filter(created_at__gt=at - MOMENT).select_related("draft__file")
    return next((item for item in recent if _holds(item.draft.file, upload)), None)


def _holds(file: StoredFile | None, upload: File | None) -> bool:
    if file is None or upload is None:
        return file is None and upload is None
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").digest()
    upload.seek(0)
    return bytes(file.sha256) == digest
