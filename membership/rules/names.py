"""What somebody types who looks for a person: how much of a name it is, and whether a slip in it can be forgiven."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from string import ascii_lowercase

# A slip is told by three letters in a row: of a shorter name nothing would be left.
LETTERS_FOR_SLIPS = 3
# Thai and Lao, Burmese, Khmer, the Japanese syllables, Chinese characters, Hangul: names without spaces, in which one
# letter is a word and another letter is another person.
SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Letters that are no other letter with an accent, written as PostgreSQL's unaccent writes them in what is searched.
WRITTEN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ŋ": "n",
        "ø": "o",
        "ŧ": "t",
    }
)
# Who writes a name as it sounds takes one for the other.
SOUNDS_ALIKE = (("c", "k"), ("s", "z"), ("sz", "s"), ("sz", "z"), ("v", "w"))


def tidy(typed: str) -> str:
    """What was typed with single blanks, each letter in one piece with its accents."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def letters_in(typed: str) -> int:
    """How many letters there are.

    >>> letters_in("J. O'Neill-2")
    7
    """
    return sum(character.isalpha() for character in typed)


def forgives_slips(typed: str) -> bool:
    """Whether names that are only alike can be looked for: not for one or two letters, nor without spaces.

    >>> forgives_slips("Nunes"), forgives_slips("Ng")
    (True, False)
    """
    return letters_in(typed) >= LETTERS_FOR_SLIPS and not SPACELESS.search(typed)


def with_one_slip(typed: str) -> list[set[str]]:
    """For each word, itself and all that are one slip away: a letter too many, missing, wrong, or two that are swapped.

    In small letters without accents, and only of such words as these letters write; short ones are taken as they are.

    >>> [("smith" in words, "smithson" in words) for words in with_one_slip("Smyth")]
    [(True, False)]
    """
    plain = folded(typed)
    words = re.findall("[a-z]+", plain)
    if letters_in(plain) != sum(map(len, words)):
        return []
    return [_slips(word) if len(word) >= LETTERS_FOR_SLIPS else {word} for word in words]


def folded(typed: str) -> str:
    """In small letters without accents, as names are written where they are searched.

    >>> folded("Łukasz Øster-Strauß")
    'lukasz oster-strauss'
    """
    parts = unicodedata.normalize("NFD", typed.lower())
    return "".join(each for each in parts if not unicodedata.combining(each)).translate(WRITTEN)


def respelt(typed: str) -> Iterator[str]:
    """The name with one place written with other letters that sound alike.

    >>> list(respelt("Lucas"))
    ['lukas', 'lucaz', 'lucasz']
    """
    plain = folded(typed)
    for one, other in (*SOUNDS_ALIKE, *((other, one) for one, other in SOUNDS_ALIKE)):
        for found in re.finditer(one, plain):
            yield plain[: found.start()] + other + plain[found.end() :]


def _slips(word: str) -> set[str]:
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = {word[:at] + right + left + word[at + 2 :] for at, (left, right) in enumerate(pairwise(word))}
    less = {left + right[1:] for left, right in halves if right}
    wrong = {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    more = {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return swapped | less | wrong | more
