"""What an upload is, by its content alone, and whether the portal takes it; knows nothing of Django or the clock.

``judge()`` either says the type or raises FileRefused with a sentence that names the fault and the repair.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import filetype

from . import archives, media
from .names import ending_of
from .refusals import FileRefused

HEAD_BYTES = 8192
PDF_TAIL_BYTES = 2048
OLE_LOOK_BYTES = 1024 * 1024
SAID_UP_TO = 2  # times the limit: of larger files the rest is dropped on arrival, so their size is not known


@dataclass(frozen=True)
class FileType:
    """A type that the policy may allow: its short name, its name in a sentence, how names of it end."""

    name: str
    label: str
    media_type: str
    endings: tuple[str, ...]


PDF = FileType("PDF", "a PDF document", "application/pdf", (".pdf",))
DOCX = FileType("DOCX", "a Word document", f"{archives.OFFICE}wordprocessingml.document", (".docx",))
ODT = FileType("ODT", "an OpenDocument text", f"{archives.OPENDOCUMENT}text", (".odt",))
XLSX = FileType("XLSX", "an Excel workbook", f"{archives.OFFICE}spreadsheetml.sheet", (".xlsx",))
PPTX = FileType("PPTX", "a PowerPoint presentation", f"{archives.OFFICE}presentationml.presentation", (".pptx",))
PNG = FileType("PNG", "a PNG picture", "image/png", (".png",))
JPEG = FileType("JPEG", "a JPEG picture", "image/jpeg", (".jpg", ".jpeg"))
MP3 = FileType("MP3", "an MP3 recording", "audio/mpeg", (".mp3",))
MP4 = FileType("MP4", "an MP4 film", "video/mp4", (".mp4", ".m4v"))
TYPES = (PDF, DOCX, ODT, XLSX, PPTX, PNG, JPEG, MP3, MP4)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in TYPES}
BY_ENDING = {ending: kind for kind in TYPES for ending in kind.endings}

# What else people add: its name in a sentence, and what to do about it. Keys are the ``filetype`` library's.
PICTURE, SOUND, FILM = "Save it as JPEG or PNG.", "Save it as MP3.", "Save it as MP4."
UNPACK = "Unpack it and add the files one by one."
OTHERS = {
    "exe": ("a Windows program", ""),
    "elf": ("a Linux program", ""),
    "gif": ("a GIF picture", PICTURE),
    "webp": ("a WebP picture", PICTURE),
    "heic": ("an HEIC picture", PICTURE),
    "avif": ("an AVIF picture", PICTURE),
    "tif": ("a TIFF picture", PICTURE),
    "bmp": ("a BMP picture", PICTURE),
    "apng": ("a moving picture", PICTURE),
    "m4a": ("an M4A recording", SOUND),
    "wav": ("a WAV recording", SOUND),
    "ogg": ("an Ogg recording", SOUND),
    "flac": ("a FLAC recording", SOUND),
    "3gp": ("a 3GP film", FILM),
    "mov": ("a QuickTime film", FILM),
    "avi": ("an AVI film", FILM),
    "mkv": ("a Matroska film", FILM),
    "webm": ("a WebM film", FILM),
    "wmv": ("a Windows Media film", FILM),
    "rtf": ("an RTF document", "Save it as PDF or DOCX."),
    "ps": ("a PostScript document", "Save it as PDF."),
    "rar": ("a RAR archive", UNPACK),
    "7z": ("a 7z archive", UNPACK),
    "gz": ("a gzip archive", UNPACK),
    "bz2": ("a bzip2 archive", UNPACK),
    "tar": ("a tar archive", UNPACK),
}
FOUND_IN_ZIP = {
    archives.ZIP: ("a ZIP archive", UNPACK),
    archives.OTHER_OFFICE: ("an Office file of another kind", "Save it as DOCX, XLSX or PPTX."),
}
OPENDOCUMENT_OTHER = ("an OpenDocument file of another kind", "Save it as PDF or ODT.")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
OLD_OFFICE = ("an older Office file", "Save it as DOCX, XLSX or PPTX.")
SVG, WEB_PAGE, SCRIPT = ("an SVG picture", PICTURE), ("a web page", "Save it as PDF."), ("a program", "")
PLAIN_TEXT = ("plain text", "Write it into the evidence itself, or save it as PDF.")
UNKNOWN = ("a file of a kind that we do not know", "")

TRUNCATED_PDF = "This PDF document is damaged or was not copied whole. Save it again and add it again."
ARCHIVE_BEHIND = "This file has an archive hidden behind it. Save it again in the program that made it."


@dataclass(frozen=True)
class Limits:
    """The policy: names of the types that are taken, the largest file and the most that it may unpack to, in bytes."""

    types: tuple[str, ...]
    size: int
    unpacked: int

    @property
    def taken(self) -> str:
        """The sentence that says what is taken."""
        *most, last = self.types
        return f"We take {', '.join(most)} and {last} files." if most else f"We take {last} files."


def judge(content: IO[bytes], *, name: str, size: int, limits: Limits) -> FileType:
    """The type of the file, which its name does not contradict; raises FileRefused with a sentence.

    ``content`` can seek and is read in pieces; ``name`` is a clean name; a name without an ending claims nothing.
    """
    check_size(name=name, size=size, limits=limits)
    content.seek(0)
    found = _recognise(content, content.read(HEAD_BYTES), name, size, limits)
    if found.name not in limits.types:
        raise _other((found.label, ""), name, limits)
    ending = ending_of(name)
    if ending and ending.casefold() not in found.endings:
        raise FileRefused(
            f"The name ends in {ending}, but this is {found.label}. Change the ending to {found.endings[0]}, "
            "or save the file again in the type you want."
        )
    return found


def check_size(*, name: str, size: int, limits: Limits) -> None:
    """Refuse an empty file and one over the limit; before anything is read."""
    if not size:
        raise FileRefused(f"The file {name} is empty. Look at it in its own program, then add it again.")
    if size > limits.size:
        known = size < SAID_UP_TO * limits.size
        says = f"{megabytes(size, up=True)} MB" if known else f"more than {megabytes(SAID_UP_TO * limits.size)} MB"
        most = megabytes(limits.size)
        raise FileRefused(f"The file {name} is {says}; the largest we take is {most} MB. Make it smaller or split it.")


def megabytes(size: int, *, up: bool = False) -> str:
    """``size`` bytes in megabytes of 1,048,576 with one decimal, none where it is round; ``up`` never rounds down."""
    tenths = (size * 10 + (1024**2 - 1 if up else 0)) // 1024**2
    return f"{tenths / 10:.1f}".removesuffix(".0")


def _recognise(content: IO[bytes], head: bytes, name: str, size: int, limits: Limits) -> FileType:
    """By its first bytes, then by reading it whole; raises FileRefused for what is not taken or is not whole."""
    if head.startswith((archives.ZIP_START, archives.END_RECORD)):
        return _container(content, name, size, limits)
    if head.startswith(OLE):
        raise _ole(content, name, limits)
    found = _guess(head)
    if found not in CHECKS:
        raise _other(OTHERS.get(found) or _by_text(head), name, limits)
    kind, check = CHECKS[found]
    check(content, size)
    if archives.is_appended(content, size=size):
        raise FileRefused(ARCHIVE_BEHIND)
    return kind


def _guess(head: bytes) -> str:
    """How files that begin so end, without the dot: ``filetype``'s word, and what it does not know of MP3 and MP4."""
    if head.startswith(media.PROTECTED_FRAME):
        return "mp3"
    return filetype.guess_extension(head) or ("mp4" if head[4:8] == media.FILM_START else "")


def _container(content: IO[bytes], name: str, size: int, limits: Limits) -> FileType:
    found = archives.media_type(content, size=size, unpacked_max=limits.unpacked)
    if found in BY_MEDIA_TYPE:
        return BY_MEDIA_TYPE[found]
    raise _other(FOUND_IN_ZIP.get(found, OPENDOCUMENT_OTHER), name, limits)


def _ole(content: IO[bytes], name: str, limits: Limits) -> FileRefused:
    """The container of Office before 2007, in which newer Office locks a document with a password."""
    content.seek(0)
    if OLE_LOCKED in content.read(OLE_LOOK_BYTES):
        return FileRefused(archives.LOCKED)
    return _other(OLD_OFFICE, name, limits)


def _check_pdf(content: IO[bytes], size: int) -> None:
    """A PDF document ends in the marker %%EOF; one that was cut off does not."""
    content.seek(max(size - PDF_TAIL_BYTES, 0))
    if b"%%EOF" not in content.read():
        raise FileRefused(TRUNCATED_PDF)


def _by_text(head: bytes) -> tuple[str, str]:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in start:
        return SVG
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")) or b"<html" in start:
        return WEB_PAGE
    if start.startswith(b"#!"):
        return SCRIPT
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # incremental: the head may end within a letter
    except UnicodeDecodeError:
        return UNKNOWN
    return UNKNOWN if b"\x00" in head else PLAIN_TEXT


def _other(found: tuple[str, str], name: str, limits: Limits) -> FileRefused:
    """The refusal of a type that is not taken, beside what the name claims."""
    label, repair = found
    claimed = BY_ENDING.get(ending_of(name).casefold())
    contrast = f", not {claimed.label}" if claimed and claimed.label != label else ""
    named = [kind.name for kind in TYPES if kind.name in repair]
    helps = not named or any(name in limits.types for name in named)  # a picture is not mended by saving it as PDF
    parts = (f"This is {label}{contrast}.", repair if helps else "", limits.taken)
    return FileRefused(" ".join(part for part in parts if part))


CHECKS: dict[str, tuple[FileType, Callable[[IO[bytes], int], None]]] = {
    "pdf": (PDF, _check_pdf),
    "png": (PNG, media.check_png),
    "jpg": (JPEG, media.check_jpeg),
    "mp3": (MP3, media.check_sound),
    "mp4": (MP4, media.check_film),
    "m4v": (MP4, media.check_film),  # the library's word for some MP4 films
}
