"""Printed documents: tagged PDF (PDF/UA-1) from templates in ``typst/``, the same bytes for the same words.

Words reach a template as JSON, so nothing that a person wrote is ever markup. Fonts are those of the typesetter and
of ``typst/fonts`` alone: every machine prints the same.

What a template wants:

- ``certificate``: ``name``, ``qualification``, ``level`` (2 to 8), ``size`` ("Diploma"), ``ofqual_number`` (may be
  empty), ``number``, ``code``, ``verify_url``, ``issued_on`` (in words), ``centre``, ``replaces`` (a sentence or
  empty) and ``units``, each with ``number``, ``title`` and ``credits``;
- ``letter``: ``to`` (lines), ``reference``, ``dated`` (in words) and ``paragraphs``;
- ``status``, ``cpd_record``, ``invoice`` and ``report``: what stands at the head of each.
"""

import io
import json
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
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
ANSWERS_REMEMBERED = 4096
# A long text of a script with thousands of letters takes a few; a page of letters that nothing has, this many.
QUESTIONS_MAX = 200
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

    What was left out is an empty text, or each letter or emoji once, in order, between blanks: tell staff. Of letters
    that no font has, so many are asked about (QUESTIONS_MAX); who writes more of them than any language needs loses the
    rest unasked, and holds nobody up.
    """
    asking = Asking()
    asking.learn(cluster for text in _texts(value) if not PLAIN.fullmatch(text) for cluster in _clusters(text))
    left_out: dict[str, None] = {}
    return _printable(value, asking, left_out), " ".join(left_out)


def qr_code(address: str) -> str:
    """The address as a QR code: SVG that scales, without an XML declaration."""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", xmldecl=False, border=0)
    return drawing.getvalue().decode()


class Asking:
    """What the typesetter was asked in one document: which letters print. Each question takes it some milliseconds."""

    def __init__(self) -> None:
        self.left = QUESTIONS_MAX
        self.known: dict[str, bool] = {}

    def learn(self, clusters: Iterable[str]) -> None:
        """Ask about all of them, by halves: most print, so few questions find those that do not."""
        waiting = [[one for one in dict.fromkeys(clusters) if not PLAIN.fullmatch(one)]]
        while waiting and self.left:
            group = waiting.pop()
            if len(group) == 1:
                self.prints(group[0])
            elif group and self._print_together(group):
                self.known |= dict.fromkeys(group, True)
            elif group:
                half = len(group) // 2
                waiting += [group[half:], group[:half]]

    def prints(self, text: str) -> bool:
        """Whether it prints; what is not known once the questions are used up does not."""
        if PLAIN.fullmatch(text):
            return True
        if text not in self.known:
            if not self.left:
                return False
            self.left -= 1
            self.known[text] = _prints(text)
        return self.known[text]

    def _print_together(self, group: list[str]) -> bool:
        self.left -= 1
        return _asked(" ".join(group))


def _texts(value: Any) -> Iterator[str]:
    """Every text in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(part)


def _printable(value: Any, asking: Asking, left_out: dict[str, None]) -> Any:
    if isinstance(value, str):
        return _printable_text(value, asking, left_out)
    if isinstance(value, Mapping):
        return {key: _printable(part, asking, left_out) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part, asking, left_out) for part in value]
    return value


def _printable_text(text: str, asking: Asking, left_out: dict[str, None]) -> str:
    clusters = _clusters(text)
    if all(asking.prints(cluster) for cluster in clusters):
        return text
    kept = "".join(_printable_cluster(cluster, asking, left_out) for cluster in clusters)
    return re.sub(" {2,}", " ", kept).strip(" ")


def _printable_cluster(cluster: str, asking: Asking, left_out: dict[str, None]) -> str:
    """The letter with those of its marks that print; nothing at all when the letter itself does not."""
    if asking.prints(cluster):
        return cluster
    if not asking.prints(cluster[0]):
        left_out[cluster] = None
        return ""
    kept = cluster[0]
    for mark in cluster[1:]:
        if asking.prints(kept + mark):
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


@lru_cache(maxsize=ANSWERS_REMEMBERED)
def _prints(letter: str) -> bool:
    return _asked(letter)


def _asked(text: str) -> bool:
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
