"""How many words a unit asks for, and when a length needs a reason: plain values in, plain values out.

A unit's work may be ten percent (policy) outside the range of its level; beyond that the learner says why. Headings,
contents, references and tables do not count. A resubmission covers some criteria only and may be shorter.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class WordRange:
    """The words that need no reason, both ends included."""

    least: int
    most: int


def tolerated(words_from: int | None, words_to: int | None, *, percent: int) -> WordRange | None:
    """The range with its tolerance in whole words, or None where the unit names no range."""
    if words_from is None or words_to is None:
        return None
    return WordRange(least=-(-words_from * (100 - percent) // 100), most=words_to * (100 + percent) // 100)


def beyond(words: int, asked: WordRange | None, *, whole_unit: bool) -> str:
    """``short`` or ``long`` where the learner has to say why, otherwise an empty text."""
    if asked is None or asked.least <= words <= asked.most:
        return ""
    if words > asked.most:
        return "long"
    return "short" if whole_unit else ""
