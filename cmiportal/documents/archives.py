"""What a ZIP container holds, found out without trusting what it says of itself; knows nothing of Django.

Every byte is unpacked and counted against a budget, so a bomb costs at most the budget in time and one chunk of
memory. Office files hold others (the table behind a chart), so containers inside are judged in the same way.
"""

import errno
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree import ElementTree

from .refusals import FileRefused

CHUNK = 64 * 1024
ENTRIES_MAX = 5_000
DIRECTORY_MAX_BYTES = 2 * 1024 * 1024  # read whole by zipfile before anybody can count the entries
PART_MAX_BYTES = 1024 * 1024  # of the parts that are read whole: what says which type this is
DEPTH_MAX = 2
IN_MEMORY_BYTES = 1024 * 1024
# Deflate reaches 1032 to 1; honest spreadsheets with a million equal cells about 200 to 1.
RATIO_MAX = 300
RATIO_FREE_BYTES = 10 * 1024 * 1024

END_RECORD = b"PK\x05\x06"
END_RECORD_BYTES = 22
LOCATOR_64 = b"PK\x06\x07"
COMMENT_MAX_BYTES = 65_535
ENCRYPTED_FLAG = 0x1
ZIP_START = b"PK\x03\x04"
OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")

TYPES_PART = "[Content_Types].xml"
MIMETYPE_PART = "mimetype"
MANIFEST_PART = "META-INF/manifest.xml"
ZIP = "application/zip"
OTHER_OFFICE = "application/x-other-office"
TYPES_XML = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
OPENDOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    f"{OFFICE}wordprocessingml.document.main+xml": f"{OFFICE}wordprocessingml.document",
    f"{OFFICE}spreadsheetml.sheet.main+xml": f"{OFFICE}spreadsheetml.sheet",
    f"{OFFICE}presentationml.presentation.main+xml": f"{OFFICE}presentationml.presentation",
    f"{OFFICE}presentationml.slideshow.main+xml": f"{OFFICE}presentationml.slideshow",
}

DAMAGED = "This file is damaged or was not copied whole. Open it in the program that made it and save it again."
LOCKED = "This file is locked with a password, so nobody could mark it. Save it without the password and add it again."
MACROS = "This file holds macros, which we do not take. Save it as a document without macros and add it again."
BOMB = "Unpacked, this file holds far more than a document needs. Save it again with fewer or smaller pictures."
ARCHIVE_INSIDE = "This document holds an archive that we cannot look into. Take it out and add what is in it by itself."
UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError)


@dataclass
class Budget:
    """How many bytes may still be unpacked from one upload, and how many entries opened, over all its containers."""

    limit: int
    packed: int
    spent: int = 0
    entries: int = 0

    def spend(self, size: int) -> None:
        """Count ``size`` unpacked bytes; raises FileRefused when there are too many, or too many for what came in."""
        self.spent += size
        if self.spent > self.limit or (self.spent > RATIO_FREE_BYTES and self.spent > RATIO_MAX * self.packed):
            raise FileRefused(BOMB)

    def open(self, entries: int) -> None:
        """Count entries, of which even an empty one costs time; raises FileRefused when there are too many."""
        self.entries += entries
        if self.entries > ENTRIES_MAX:
            raise FileRefused(BOMB)


def media_type(content: IO[bytes], *, size: int, unpacked_max: int) -> str:
    """The media type of an Office or OpenDocument container of ``size`` bytes, or OTHER_OFFICE, or ZIP.

    Raises FileRefused: locked, damaged, with macros, or unpacking to more than ``unpacked_max`` bytes.
    """
    return _look_into(content, size, Budget(limit=unpacked_max, packed=size), depth=0)


def is_appended(content: IO[bytes], *, size: int) -> bool:
    """Whether the file ends as a ZIP container does: a picture or PDF with an archive behind it."""
    return _end_record(content, size) is not None


def _look_into(content: IO[bytes], size: int, budget: Budget, *, depth: int) -> str:
    _check_directory(content, size)
    try:
        with zipfile.ZipFile(content) as container:
            entries = _entries(container, budget)
            found = _office_type(container, entries) or _opendocument_type(container, entries) or ZIP
            for entry in entries:
                _unpack(container, entry, budget, depth)
            return found
    except UNREADABLE:
        raise FileRefused(DAMAGED) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a full disk is no fault of the file; a seek to nowhere is
            raise
        raise FileRefused(DAMAGED) from None


def _check_directory(content: IO[bytes], size: int) -> None:
    """Refuse a directory that zipfile would read whole and that is larger than any document's."""
    end = _end_record(content, size)
    if end is None:
        raise FileRefused(DAMAGED)
    record, before = end
    if before.startswith(LOCATOR_64) or int.from_bytes(record[12:16], "little") > DIRECTORY_MAX_BYTES:
        raise FileRefused(BOMB)


def _end_record(content: IO[bytes], size: int) -> tuple[bytes, bytes] | None:
    """The end record that reaches exactly to the file's end, with the 20 bytes before it; None without one."""
    reach = min(size, COMMENT_MAX_BYTES + END_RECORD_BYTES + 20)
    content.seek(size - reach)
    tail = content.read(reach)
    start = tail.rfind(END_RECORD)
    record = tail[start:] if start >= 0 else b""
    if len(record) < END_RECORD_BYTES or len(record) != END_RECORD_BYTES + int.from_bytes(record[20:22], "little"):
        return None
    return record, tail[max(start - 20, 0) : start]


def _entries(container: zipfile.ZipFile, budget: Budget) -> list[zipfile.ZipInfo]:
    entries = container.infolist()
    budget.open(len(entries))
    names = {entry.filename.casefold() for entry in entries}
    if len(names) < len(entries):
        raise FileRefused(DAMAGED)
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise FileRefused(LOCKED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise FileRefused(DAMAGED)
    return entries


def _office_type(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    names = {entry.filename for entry in entries}
    if TYPES_PART not in names:
        return ""
    if any(name.casefold().rpartition("/")[2].startswith("vbaproject") for name in names):
        raise FileRefused(MACROS)
    for part, declared in _declared_types(_read(container, TYPES_PART)):
        if "macroenabled" in declared.casefold():
            raise FileRefused(MACROS)
        if declared in MAIN_PARTS and part.lstrip("/") in names:
            return MAIN_PARTS[declared]
    return OTHER_OFFICE


def _declared_types(part: bytes) -> Iterator[tuple[str, str]]:
    """(part, content type) of each part that the container names."""
    # A document type could define entities that grow without end; one in UTF-16 would be seen by the parser alone.
    if b"<!" in part or b"\x00" in part:
        raise FileRefused(DAMAGED)
    try:
        tree = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        raise FileRefused(DAMAGED) from None
    for override in tree.iter(TYPES_XML):
        yield override.get("PartName", ""), override.get("ContentType", "")


def _opendocument_type(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    if not entries or entries[0].filename != MIMETYPE_PART:
        return ""
    declared = _read(container, MIMETYPE_PART).decode("ascii", errors="replace").strip()
    if not declared.startswith(OPENDOCUMENT):
        return ""
    names = [entry.filename for entry in entries]
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise FileRefused(MACROS)
    if MANIFEST_PART not in names:
        raise FileRefused(DAMAGED)
    if b"encryption-data" in _read(container, MANIFEST_PART):
        raise FileRefused(LOCKED)
    return declared


def _read(container: zipfile.ZipFile, name: str) -> bytes:
    with container.open(name) as part:
        content = part.read(PART_MAX_BYTES + 1)
    if len(content) > PART_MAX_BYTES:
        raise FileRefused(BOMB)
    return content


def _unpack(container: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, depth: int) -> None:
    """Unpack one entry to nowhere, counting; a container inside is looked into in its turn."""
    with container.open(entry) as part:
        first = part.read(CHUNK)
        budget.spend(len(first))
        if first.startswith(OTHER_ARCHIVES):
            raise FileRefused(ARCHIVE_INSIDE)
        if not first.startswith(ZIP_START):
            while chunk := part.read(CHUNK):
                budget.spend(len(chunk))
            return
        if depth == DEPTH_MAX:
            raise FileRefused(ARCHIVE_INSIDE)
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as inner:
            chunk = first
            while chunk:
                inner.write(chunk)
                chunk = part.read(CHUNK)
                budget.spend(len(chunk))
            if _look_into(inner, inner.tell(), budget, depth=depth + 1) == ZIP:
                raise FileRefused(ARCHIVE_INSIDE)
