"""What an editor must mend in a text before it can be kept."""

import re
from collections.abc import Iterator
from itertools import takewhile

from markdown_it.token import Token

from .markdown_tokens import LEADS, MOST_CHARACTERS, TOP, has_content, picture_id, raw_tokens, words_of

NO_ALTERNATIVE = (
    "A picture has no alternative text. Say between the brackets what there is to see:"
    " ![two people at a desk](picture:…)."
)
NOT_OURS = "The picture at {} is not one of ours. Add it under Pictures, then use the line that stands there."
AMONG_WORDS = "A picture stands among words. Give it a paragraph of its own, with an empty line before and after it."
TOO_HIGH = "The heading “{}” begins with one #. Begin it with two: the title is the only heading above them."
SKIPS = "The heading “{}” is more than one level below the one before it. Take one # away."
EMPTY_HEADING = "A heading has no words. Write some, or take its # away."
ASTRAY = "The link “{}” leads to {}. Begin its address with https://, with / for a page of ours, or with mailto:."
NO_WORDS = "The link to {} has no words. Write them between its brackets."
NO_NOTE = "There is no text for the note {}. Write it in a paragraph of its own that begins with {}:."
TOO_LONG = "The text has {:,} characters; the longest we publish has {:,}. Shorten it, or make two of it."

# Without brackets within, so that many that are never closed are each passed over once.
UNRESOLVED_NOTE = re.compile(r"\[\^[^\[\]\s]+\]")


def faults(text: str) -> list[str]:
    """Sentences that each name a fault and its repair, each once; none for a text that can be kept."""
    found = [TOO_LONG.format(len(text), MOST_CHARACTERS)] if len(text) > MOST_CHARACTERS else []
    tokens = raw_tokens(text)
    found += [*_of_headings(tokens)]
    for at, token in enumerate(tokens):
        if token.type == "inline":
            found += [*_of_pictures(token, alone=_is_alone(tokens, at)), *_of_links(token), *_of_notes(token)]
    return list(dict.fromkeys(found))


def _of_headings(tokens: list[Token]) -> Iterator[str]:
    before = TOP - 1
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        level, words = int(token.tag[1]), words_of(tokens[at + 1])
        if not words:
            yield EMPTY_HEADING
        elif level < TOP:
            yield TOO_HIGH.format(words)
        elif level > before + 1:
            yield SKIPS.format(words)
        before = max(level, TOP)


def _is_alone(tokens: list[Token], at: int) -> bool:
    """Whether the inline token is a paragraph of pictures and nothing else."""
    return tokens[at - 1].type == "paragraph_open" and not words_of(tokens[at])


def _of_pictures(token: Token, *, alone: bool) -> Iterator[str]:
    for child in token.children or []:
        if child.type != "image":
            continue
        source = str(child.attrs.get("src", ""))
        if not words_of(child):
            yield NO_ALTERNATIVE
        if not picture_id(source):
            yield NOT_OURS.format(source or "no address")
        elif not alone:
            yield AMONG_WORDS


def _of_links(token: Token) -> Iterator[str]:
    children = token.children or []
    for at, child in enumerate(children):
        if child.type != "link_open":
            continue
        href = str(child.attrs.get("href", ""))
        inner = takewhile(lambda each: each.type != "link_close", children[at + 1 :])
        within = Token("inline", "", 0, children=list(inner))
        if not has_content(within):
            yield NO_WORDS.format(href or "no address")
        elif not LEADS.match(href):
            yield ASTRAY.format(words_of(within), href or "no address")


def _of_notes(token: Token) -> Iterator[str]:
    for child in token.children or []:
        if child.type == "text":
            for note in UNRESOLVED_NOTE.findall(child.content):
                yield NO_NOTE.format(note, note)
