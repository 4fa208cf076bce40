"""File names as people give them, made safe to store, to show and to send back; pure functions."""

import re
import unicodedata

# 255 bytes is what file systems take; the rest is room for " (2)" that a browser adds.
NAME_MAX_BYTES = 240
NAMELESS = "file"
ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")
# Cf holds the marks that turn the direction of a line, so that "exe.gpj" reads as "jpg.exe" (Unicode TR 36).
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # Persian, Indian scripts and emoji need them inside a name
FLAG_TAGS = range(0xE0020, 0xE0080)  # the flags of England, Scotland and Wales are spelt with these
LOOSE = JOINERS + "\ufe0f. "


def clean_name(given: str) -> str:
    """The last part of the path in ``given``, in NFC, without control and direction characters.

    Never empty, at most NAME_MAX_BYTES of UTF-8; a long name keeps its ending. Letters of every script and emoji stay.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    shown = " ".join("".join(letter for letter in last if _may_stand(letter)).split()).strip(LOOSE)
    ending = ending_of(shown)
    stem = shown[: len(shown) - len(ending)].strip(LOOSE)
    return (_cut(stem, NAME_MAX_BYTES - len(ending)) or NAMELESS) + ending


def ending_of(name: str) -> str:
    """The ending with its dot, as written, or an empty text: ``.pdf``, ``.JPG``."""
    found = ENDING.search(name)
    return found.group() if found else ""


def _may_stand(letter: str) -> bool:
    return (
        letter.isspace()
        or letter in JOINERS
        or ord(letter) in FLAG_TAGS
        or unicodedata.category(letter) not in INVISIBLE
    )


def _cut(stem: str, size: int) -> str:
    """As many whole characters as fit into ``size`` bytes."""
    kept = stem.encode()[:size].decode(errors="ignore")
    return kept if kept == stem else kept.rstrip(LOOSE)
