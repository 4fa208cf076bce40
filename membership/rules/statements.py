"""Whether a statement has as many words as its criterion asks for, and by how much it has not."""

from .eligibility_words import counted


def off_by(words: int, words_from: int, words_to: int) -> int:
    """How many words are missing (below nought) or too many (above); nought where the length fits."""
    return min(0, words - words_from) + max(0, words - words_to)


def said_of(words: int, words_from: int, words_to: int) -> str:
    """The length in words: "240 words: 160 short of 400."; an empty text counts nothing."""
    off = off_by(words, words_from, words_to)
    has = counted(words, "word")
    if not words:
        return f"Nothing written yet; {words_from} to {words_to} words are asked for."
    if off < 0:
        return f"{has[:1].upper()}{has[1:]}: {-off} short of {words_from}."
    if off > 0:
        return f"{has[:1].upper()}{has[1:]}: {off} more than {words_to}."
    return f"{has[:1].upper()}{has[1:]}, of {words_from} to {words_to}."
