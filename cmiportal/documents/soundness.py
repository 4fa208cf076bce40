"""Whether a stored file is still what was taken in: there, unchanged, and of a type that opens."""

import hashlib

from . import storing
from .files import upload_limits
from .judging import judge
from .models import StoredFile
from .refusals import FileRefused

STILL_CHECKED = "This file is still being checked. Try again in a few minutes, or add it again."
NOT_TAKEN = "We do not take this file. Add another one in its place."
GONE = "We can no longer read this file. Add it again."
CHANGED = "This file is damaged: it is not what you added. Add it again."

BY_VERDICT = {StoredFile.Verdict.QUARANTINED: STILL_CHECKED, StoredFile.Verdict.REFUSED: NOT_TAKEN}


def fault_of(file: StoredFile) -> str:
    """The sentence that says why whoever marks the file could not open it, and the repair; empty for a sound one.

    Reads the stored bytes twice: for their SHA-256, then as an upload is judged.
    """
    if fault := BY_VERDICT.get(StoredFile.Verdict(file.verdict)):
        return fault
    try:
        with storing.fetch(file.storage_key) as content:
            if hashlib.file_digest(content, "sha256").digest() != bytes(file.sha256):
                return CHANGED
            judge(content, name=file.name, size=file.size, limits=upload_limits())
    except OSError:
        return GONE
    except FileRefused as refused:
        return str(refused)
    return ""
