"""What changed between two texts, word by word: for a text that is read beside what it replaces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# A line keeps its end, a word the blanks after it, so that the pieces put together are the text.
LINES = re.compile(r"[^\n]*\n|[^\n]+")
WORDS = re.compile(r"\n|\S+[^\S\n]*|[^\S\n]+")
# Lines are compared first, then words inside the lines that differ. The time grows with the square of the pieces, so
# what has more of them than that, old and new together, is shown as replaced whole.
MOST_PIECES = 4_000

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Change:
    """A run of text that is in both, only in the new (added), or only in the old one (removed)."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Change]:
    """The new text with what was removed left in its place, in order.

    Joining what is same or added gives ``new``, joining what is same or removed gives ``old`` (ends of lines read as
    ``\\n``).
    """
    changes = _compared(_ends_alike(old), _ends_alike(new), LINES, WORDS)
    return list(_joined(changes))


def _compared(old: str, new: str, *patterns: re.Pattern[str]) -> Iterator[Change]:
    """Compare by the first kind of piece, and what was replaced by the next."""
    if not patterns:
        yield Change(REMOVED, old)
        yield Change(ADDED, new)
        return
    pattern, *finer = patterns
    before, after = pattern.findall(old), pattern.findall(new)
    for same, one, other in _opcodes(before, after):
        if same:
            yield Change(SAME, one)
        else:
            yield from _compared(one, other, *finer)


def _opcodes(before: list[str], after: list[str]) -> Iterator[tuple[bool, str, str]]:
    """(is the same, old text, new text) of each run."""
    if len(before) + len(after) > MOST_PIECES:
        yield False, "".join(before), "".join(after)
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield kind == "equal", "".join(before[i1:i2]), "".join(after[j1:j2])


def _joined(changes: Iterator[Change]) -> Iterator[Change]:
    """Neighbours of one kind in one run; blanks between two changes are part of them: a sentence, not confetti."""
    same = removed = added = ""
    for change in changes:
        if change.kind == SAME and (change.text.strip() or "\n" in change.text or not (removed or added)):
            yield from _both(removed, added)
            same, removed, added = same + change.text, "", ""
            continue
        if same:
            yield Change(SAME, same)
            same = ""
        removed += change.text if change.kind in (SAME, REMOVED) else ""
        added += change.text if change.kind in (SAME, ADDED) else ""
    if same:
        yield Change(SAME, same)
    yield from _both(removed, added)


def _both(removed: str, added: str) -> Iterator[Change]:
    if removed:
        yield Change(REMOVED, removed)
    if added:
        yield Change(ADDED, added)


def _ends_alike(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
