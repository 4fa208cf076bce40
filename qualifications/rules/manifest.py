"""The list of what was handed in, in one canonical form, and its SHA-256: plain values in, plain values out.

The receipt shows the hash. Anybody who holds the same list can compute it again; a list with one other letter,
pointer or file gives another one.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

FORMAT = 1


@dataclass(frozen=True)
class Piece:
    """A frozen version of evidence for one criterion, with its place; hashes are SHA-256 in hexadecimal."""

    criterion: str
    version: str
    text_sha256: str
    file_sha256: str
    pointer: str


@dataclass(frozen=True)
class Signed:
    """Who signed which declaration, and what they stated with it."""

    declaration: str
    name: str
    ai_use: str
    words: int
    words_reason: str


@dataclass(frozen=True)
class Subject:
    """Which work it is: the receipt, the unit, the attempt and which hand-in of it."""

    receipt: str
    unit: str
    attempt: int
    number: int


def canonical(subject: Subject, signed: Signed, pieces: Iterable[Piece]) -> bytes:
    """UTF-8 JSON with sorted keys and pieces, without blanks: the same facts give the same bytes."""
    listed = sorted((asdict(piece) for piece in pieces), key=lambda piece: (piece["criterion"], piece["version"]))
    said = {"format": FORMAT, "work": asdict(subject), "signed": asdict(signed), "evidence": listed}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def manifest_sha256(subject: Subject, signed: Signed, pieces: Iterable[Piece]) -> bytes:
    """The 32 bytes that the hand-in keeps and the receipt shows."""
    return hashlib.sha256(canonical(subject, signed, pieces)).digest()
