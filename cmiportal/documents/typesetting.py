"""Printed documents: tagged PDF (PDF/UA-1) from templates in ``typst/``, the same bytes for the same words.

Words reach a template as JSON, so nothing that a person wrote is ever markup. Fonts are those of the typesetter and
of ``typst/fonts`` alone: every machine prints the same.

What a template wants:

- ``certificate``: ``name``, ``qualification``, ``level`` (2 to 8), ``size`` ("Diploma"), ``ofqual_number`` (may be
  empty), ``number``, ``code``, ``verify_url``, ``issued_on`` (in words), ``centre``, ``replaces`` (a sentence or
  empty) and ``units``, each with ``number``, ``title`` and ``credits``;
- ``letter``: ``to`` (lines), ``reference``, ``dated`` (in words) and ``paragraphs``;
- ``status``, ``cpd_record`` and ``invoice``: what stands at the head of each.
"""

import io
import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

TEMPLATES = Path(__file__).with_name("typst")
# Marks, joiners and skin tones belong to the letter before them.
MARKS = {"Mn", "Mc", "Me", "Cf"}
SKIN_TONES = range(0x1F3FB, 0x1F400)
JOINER = "\u200d"
CLUSTERS_REMEMBERED = 4096
# Latin letters and the usual signs, all of which the first font has: such a text need not be asked about.
PLAIN = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u017f‘’“”–—…•€]*")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_own = threading.local()  # a compiler that two threads share fails with "Already borrowed"


def typeset(template: str, data: Mapping[str, Any], *, at: datetime, title: str) -> bytes:
    """A PDF made from ``typst/<template>.typ`` and plain values, dated ``at``.

    A ``verify_url`` in the data is also drawn, as the QR code ``qr``. Raises typst.TypstError when a word holds a
    letter that no font has: pass the data through ``printable()`` first.
    """
    words = {**data, "title": title}
    if "verify_url" in data:
        words["qr"] = qr_code(data["verify_url"])
    return _compile(template, words, at)


def printable(value: Any) -> tuple[Any, str]:
    """The text, or every text in the lists and dictionaries, without what no font has; and what was left out.

    What was left out is an empty text, or each letter or emoji once, in order, between blanks: tell staff.
    """
    left_out: dict[str, None] = {}
    return _printable(value, left_out), " ".join(left_out)


def qr_code(address: str) -> str:
    """The address as a QR code: SVG that scales, without an XML declaration."""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", xmldecl=False, border=0)
    return drawing.getvalue().decode()


def _printable(value: Any, left_out: dict[str, None]) -> Any:
    if isinstance(value, str):
        return _printable_text(value, left_out)
    if isinstance(value, Mapping):
        return {key: _printable(part, left_out) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part, left_out) for part in value]
    return value


def _printable_text(text: str, left_out: dict[str, None]) -> str:
    if PLAIN.fullmatch(text) or _prints(text):
        return text
    kept = "".join(_printable_cluster(cluster, left_out) for cluster in _clusters(text))
    return re.sub(" {2,}", " ", kept).strip(" ")


def _printable_cluster(cluster: str, left_out: dict[str, None]) -> str:
    """The letter with those of its marks that print; nothing at all when the letter itself does not."""
    if _cluster_prints(cluster):
        return cluster
    if not _cluster_prints(cluster[0]):
        left_out[cluster] = None
        return ""
    kept = cluster[0]
    for mark in cluster[1:]:
        if _cluster_prints(kept + mark):
            kept += mark
        else:
            left_out[mark] = None
    return kept


def _clusters(text: str) -> list[str]:
    """Letters with the marks that belong to them, emoji with what they are joined to."""
    clusters: list[str] = []
    for letter in text:
        is_mark = unicodedata.category(letter) in MARKS or ord(letter) in SKIN_TONES
        if clusters and (is_mark or clusters[-1].endswith(JOINER)):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


@lru_cache(maxsize=CLUSTERS_REMEMBERED)
def _cluster_prints(cluster: str) -> bool:
    return _prints(cluster)


def _prints(text: str) -> bool:
    """Ask the typesetter: it refuses a tagged PDF with a letter that none of its fonts has."""
    try:
        _compile("probe", {"title": "Probe", "text": text}, EPOCH)
    except typst.TypstError:
        return False
    return True


def _compile(template: str, words: Mapping[str, Any], at: datetime) -> bytes:
    return _compiler(template).compile(  # type: ignore[return-value]
        format="pdf",
        sys_inputs={"data": json.dumps(words)},
        pdf_standards=["ua-1"],
        # One moment, one form: the same bytes. The typesetter takes no fractions of a second.
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )


def _compiler(template: str) -> typst.Compiler:
    """This thread's compiler for the template, with its fonts loaded."""
    compilers = _own.__dict__
    if template not in compilers:
        compilers[template] = typst.Compiler(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=[str(TEMPLATES / "fonts")],
            ignore_system_fonts=True,
        )
    return compilers[template]
