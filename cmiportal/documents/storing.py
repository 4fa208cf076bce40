"""Bytes in private storage: written under a random key, found again by it, taken away, swept when nobody owns them.

A file without a row is in quarantine: no page serves it, since pages serve rows, and a day later the sweep takes it.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage

from .refusals import FileRefused

logger = logging.getLogger(__name__)

FOLDER = "documents"
KEY_BYTES = 20
NO_ROOM = "We could not keep the file just now, and nothing was saved. Try again in a few minutes."


@contextmanager
def taken_in(sent: File) -> Iterator[tuple[str, File]]:
    """Write what was sent in pieces under a new key; gives the key and the stored bytes, opened for reading.

    Whatever goes wrong in the block, the bytes are removed; a storage without room raises FileRefused.
    """
    name = secrets.token_hex(KEY_BYTES)
    key = f"{FOLDER}/{name[:2]}/{name}"
    try:
        default_storage.save(key, sent)
        with fetch(key) as content:
            yield key, content
    except OSError as error:
        logger.exception("The storage did not take a file of %s bytes", sent.size)
        remove(key)
        raise FileRefused(NO_ROOM) from error
    except Exception:
        remove(key)
        raise


def fetch(key: str) -> File:
    """The stored bytes, opened for reading; raises FileNotFoundError."""
    return default_storage.open(key)


def remove(key: str) -> None:
    """Take the bytes away; a key without bytes is no error, and a storage that is away leaves them to the sweep."""
    try:
        default_storage.delete(key)
    except OSError:
        logger.exception("Stored file %s could not be removed; the sweep will try again", key)


def keys_written(*, before: datetime) -> Iterator[list[str]]:
    """The keys written before that moment, in lists by the first two digits of their names."""
    for prefix in sorted(_folders(FOLDER)):
        folder = f"{FOLDER}/{prefix}"
        names = default_storage.listdir(folder)[1]
        keys = [f"{folder}/{name}" for name in sorted(names)]
        yield [key for key in keys if _written_at(key, default=before) < before]


def _folders(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[0]
    except FileNotFoundError:  # nothing was ever stored
        return []


def _written_at(key: str, *, default: datetime) -> datetime:
    try:
        return default_storage.get_modified_time(key)
    except FileNotFoundError:  # removed since it was listed
        return default
