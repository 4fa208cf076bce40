"""What somebody typed, made fit to be asked for; and which known word they may have meant. Knows no database."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LETTERS_MAX, WORDS_MAX = 100, 10
READ_MAX = 2_000
WORD = re.compile(r"[^\W\d_]+")
# Quotation marks as phones and word processors write them; letters that nobody sees, and that part no word.
QUOTES = re.compile("[\u201c-\u201f\u00ab\u00bb\u2033]")
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Words in a row: a quotation mark or a hyphen within a word; such a row with a minus before it.
IN_A_ROW, HYPHEN = re.compile(r'"|\w-\w'), re.compile(r"(?<=\w)-(?=\w)")
UNWANTED_ROW = re.compile(r'(?<!\S)-(?:"[^"]*"?|\S*\w-\w\S*)')
UNWANTED, MINUS = re.compile(r"(?<!\S)-\S+"), re.compile(r"(?<!\S)-+")
CODE = re.compile(r"[\w/-]*\d[\w/-]*")
# Where words are written as one that others write as two: "level5", "coaching/mentoring"; and the other way round.
RUN_TOGETHER = re.compile(r"(?<=[^\W\d_]{3})[-/]?(?=\d)|(?<=[^\W\d_])/(?=[^\W\d_])")
HYPHENED = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
# From how many letters on a word may have one slip, two, three.
SLIPS = ((8, 3), (5, 2), (3, 1))
SLIP_LETTERS = SLIPS[-1][0]


@dataclass(frozen=True)
class Asked:
    """The words as they are asked for; ``cut`` where there were more than are."""

    text: str
    cut: bool = False


def asked(typed: str) -> Asked:
    """What was typed, in one line without control characters, LETTERS_MAX letters and WORDS_MAX words at most."""
    short = typed[:READ_MAX]
    plain = QUOTES.sub('"', UNSEEN.sub("", short))
    clean = "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in plain)
    # A dash between two words is none of the minus that leaves the next one out.
    every = [word for word in unicodedata.normalize("NFC", clean).split() if word.strip("-")]
    words = every[:WORDS_MAX]
    while len(words) > 1 and len(" ".join(words)) > LETTERS_MAX:
        words.pop()
    text = " ".join(words)[:LETTERS_MAX]
    return Asked(_with_something_wanted(text), cut=len(typed) > READ_MAX or text != " ".join(every))


def _with_something_wanted(text: str) -> str:
    """To leave words out is to leave them out of something: where every word has a minus, none has."""
    return text if _wanted(text).strip() else MINUS.sub("", text)


def _wanted(text: str) -> str:
    """What is left without the words, and the words in a row, that have a minus."""
    return UNWANTED.sub(" ", UNWANTED_ROW.sub(" ", text))


def leaves_out(text: str) -> bool:
    """Whether a word has a minus, so that pages with it are not wanted."""
    return any(word.startswith("-") for word in text.split())


def apart(text: str) -> str:
    """The same words in any order, where some have to stand in a row: between quotation marks, or with a hyphen.

    Nothing where none have to. What is not wanted in a row is left out, since its words are wanted apart.
    """
    if not IN_A_ROW.search(text):
        return ""
    return " ".join(HYPHEN.sub(" ", UNWANTED_ROW.sub(" ", text).replace('"', " ")).split())


def spelled_otherwise(text: str) -> list[str]:
    """The same words as others may write them: "wellbeing" for "well-being", "level 5" for "level5"."""
    others = (HYPHENED.sub("", text), RUN_TOGETHER.sub(" ", text))
    return [other for other in dict.fromkeys(others) if other != text]


def folded(text: str) -> str:
    """In small letters and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_in(text: str) -> list[str]:
    """The words of letters alone, folded, each once, in their order."""
    return list(dict.fromkeys(WORD.findall(folded(text))))


def codes_in(text: str) -> list[str]:
    """What may be the number of something, such as a unit, in small letters."""
    return list(dict.fromkeys(code.strip("/-") for code in CODE.findall(text.casefold())))


def beginnings(text: str) -> list[str]:
    """The words as somebody types them, without those left out: all whole but the last, which has only begun."""
    return re.findall(r"\w+", folded(_wanted(text)))


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str:
    """The known word with the fewest slips from this one, of several the one that is used most; else nothing.

    ``known`` are words with their counts. The longer a word is, the more slips it may have.
    """
    most = next((slips for letters, slips in SLIPS if len(word) >= letters), 0)
    found = sorted((slips_between(word, other), -count, other) for other, count in known)
    return found[0][2] if found and found[0][0] <= most else ""


def slips_between(one: str, other: str) -> int:
    """How many letters are too many, missing, wrong or changed about."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def replaced(text: str, meant: dict[str, str]) -> str:
    """The text with other words in the place of some, which are given folded."""
    return WORD.sub(lambda found: meant.get(folded(found[0]), found[0]), text)
