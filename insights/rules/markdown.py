"""Texts of editors in Markdown: as safe HTML, as plain words, and what is to be mended in them.

CommonMark with tables and footnotes, without HTML. A picture is ``![what there is to see](picture:<id> "caption")`` in
a paragraph of its own; what is not ours is left out. Everything here is bounded by ``MOST_CHARACTERS``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markdown_it.token import Token

from .markdown_faults import faults
from .markdown_html import clean, html_of
from .markdown_tokens import MOST_CHARACTERS, TOP, picture_id, raw_tokens, tidy_tokens, words_of
from .pictures import PictureFacts

__all__ = [
    "MOST_CHARACTERS",
    "Heading",
    "clean",
    "faults",
    "headings",
    "minutes",
    "opening",
    "pictures_in",
    "plain",
    "render",
]

WORDS_A_MINUTE = 230
# So many letters begin any text, however short; of one without blanks between its words no more than half.
FEW_LETTERS = 20
NO_PICTURES: Mapping[str, PictureFacts] = MappingProxyType({})


@dataclass(frozen=True)
class Heading:
    """A heading of a text: where it is, what it says, and its level on the page, 2 and below."""

    id: str
    title: str
    level: int


def render(text: str, pictures: Mapping[str, PictureFacts] = NO_PICTURES, *, prefix: str = "", level: int = TOP) -> str:
    """The text as HTML that holds no script, no style and nothing of another host.

    ``pictures`` by id; ``prefix`` begins all ids, one for each text where a page shows several; ``level`` is that of
    the first heading.
    """
    tokens = tidy_tokens(text, prefix=prefix, level=level)
    return html_of(tokens, pictures=pictures, prefix=prefix, level=level)


def headings(text: str, *, prefix: str = "", level: int = TOP) -> list[Heading]:
    """The headings as ``render`` writes them, for a list of contents."""
    tokens = tidy_tokens(text, prefix=prefix, level=level)
    return [
        Heading(str(token.attrs["id"]), words_of(tokens[at + 1]), int(token.tag[1]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def plain(text: str) -> str:
    """The words alone, without pictures; blocks are parted by an empty line."""
    return "\n\n".join(words for _, words in _blocks(text))


def opening(text: str, words: int = 90) -> str:
    """The first whole paragraphs of the plain text up to so many words, and never more than half of a text.

    Where even the first is longer, its beginning with "…". Paragraphs are parted by an empty line.
    """
    whole = plain(text)
    most = min(words, len(whole.split()) // 2)
    found: list[str] = []
    for is_paragraph, block in _blocks(text):
        if not is_paragraph:
            continue
        if len(" ".join([*found, block]).split()) > most:
            break
        found.append(block)
    return "\n\n".join(found) or _beginning(text, most, letters=max(len(whole) // 2, FEW_LETTERS))


def minutes(text: str) -> int:
    """How long it takes to read, in whole minutes, at least one."""
    return max(1, -(-len(plain(text).split()) // WORDS_A_MINUTE))


def pictures_in(text: str) -> list[str]:
    """The ids of pictures that the text shows, each once, in order."""
    found = (
        picture_id(str(child.attrs.get("src", "")))
        for token in raw_tokens(text)
        for child in token.children or []
        if child.type == "image"
    )
    return list(dict.fromkeys(each for each in found if each))


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Whether it is a paragraph at the top, and the words, of each block that has some."""
    before: Token | None = None
    for token in raw_tokens(text):
        if token.type == "inline" and (words := words_of(token)):
            yield (before is not None and before.type == "paragraph_open" and before.level == 0), words
        elif token.type in ("fence", "code_block") and (words := " ".join(token.content.split())):
            yield False, words
        before = token


def _beginning(text: str, words: int, *, letters: int) -> str:
    first = next((block for is_paragraph, block in _blocks(text) if is_paragraph), "")
    return " ".join(first.split()[: max(words, 1)])[:letters] + " …" if first else ""
