"""What changed between two texts, word by word: for a text that is read beside what it replaces."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate

# A line keeps its end, a word the blanks after it, so that the pieces put together are the text.
LINES = re.compile(r"[^\n]*\n|[^\n]+")
WORDS = re.compile(r"\n|\S+[^\S\n]*|[^\S\n]+")
# A step is a character that is read or a pair of pieces that are compared; so many take about half a second. A text
# that is written anew from end to end, 5,000 words before and after, takes less.
MOST_STEPS = 4_000_000

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Change:
    """A run of text that is in both, only in the new (added), or only in the old one (removed).

    What was not ``compared`` stands whole, as it was and as it is; some of it may be in both.
    """

    kind: str
    text: str
    compared: bool = True


class Effort:
    """The steps that the comparisons of one page may take, all together."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Whether so many are left; only then are they spent."""
        if steps > self.left:
            return False
        self.left -= steps
        return True


def differences(old: str, new: str, effort: Effort | None = None) -> list[Change]:
    """The new text with what was removed left in its place, in order.

    Joining what is same or added gives ``new``, joining what is same or removed gives ``old`` (ends of lines read as
    ``\\n``). Where the effort (a whole page's, if none is given) does not suffice, a passage is told whole.
    """
    changes = _compared(_ends_alike(old), _ends_alike(new), effort or Effort(), LINES, WORDS)
    return list(_joined(changes))


class _Matcher(SequenceMatcher[str]):
    """Looks for what is the same where the effort suffices; ``given_up`` are the starts of the passages where not."""

    def __init__(self, before: list[str], after: list[str], effort: Effort) -> None:
        super().__init__(None, before, after, autojunk=False)
        self.effort = effort
        self.given_up: set[tuple[int, int]] = set()
        times = Counter(after)
        self.steps = [0, *accumulate(1 + times[piece] for piece in before)]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        end = len(self.steps) - 1 if ahi is None else ahi
        if self.effort.spend(self.steps[end] - self.steps[alo]):
            return super().find_longest_match(alo, ahi, blo, bhi)
        self.given_up.add((alo, blo))
        return Match(alo, blo, 0)


def _compared(old: str, new: str, effort: Effort, *patterns: re.Pattern[str]) -> Iterator[Change]:
    """Compare by the first kind of piece, and what was replaced by the next."""
    if not (old and new and patterns):
        yield from _both(old, new)
        return
    if not effort.spend(len(old) + len(new)):
        yield from _both(old, new, compared=False)
        return
    pattern, *finer = patterns
    before, after = pattern.findall(old), pattern.findall(new)
    matcher = _Matcher(before, after, effort)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        one, other = "".join(before[i1:i2]), "".join(after[j1:j2])
        if kind == "equal":
            yield Change(SAME, one)
        elif not finer and (i1, j1) in matcher.given_up:
            yield from _both(one, other, compared=False)
        else:
            yield from _compared(one, other, effort, *finer)


def _joined(changes: Iterator[Change]) -> Iterator[Change]:
    """Neighbours of one kind in one run; blanks between two changes are part of them: a sentence, not confetti."""
    same = removed = added = ""
    compared = True
    for change in changes:
        if change.kind == SAME and (change.text.strip() or "\n" in change.text or not (removed or added)):
            yield from _both(removed, added, compared=compared)
            same, removed, added, compared = same + change.text, "", "", True
            continue
        if same:
            yield Change(SAME, same)
            same = ""
        removed += change.text if change.kind in (SAME, REMOVED) else ""
        added += change.text if change.kind in (SAME, ADDED) else ""
        compared = compared and change.compared
    if same:
        yield Change(SAME, same)
    yield from _both(removed, added, compared=compared)


def _both(removed: str, added: str, *, compared: bool = True) -> Iterator[Change]:
    if removed:
        yield Change(REMOVED, removed, compared)
    if added:
        yield Change(ADDED, added, compared)


def _ends_alike(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
