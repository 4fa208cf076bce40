"""Texts of editors in Markdown as plain blocks, for print: words with their stress, never markup. Pure.

Pictures are for the screen and left out; a link keeps its words, and its address where it leads to another site.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from .markdown_tokens import OUTSIDE, tidy_tokens, words_of


@dataclass(frozen=True)
class Run:
    """Words that are stressed alike."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass
class Block:
    """A part of a text.

    ``kind`` is ``heading`` (with ``level``, 2 and below), ``text``, ``quote``, ``code``, ``list`` (``ordered``, each of
    ``items`` the runs of one) or ``table`` (``rows`` of plain words, the first of them its head).
    """

    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    ordered: bool = False
    items: list[list[Run]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order, its notes at the end as a list under a heading."""
    found: list[Block] = []
    notes: list[list[Run]] = []
    walk = _Walk()
    for token in tidy_tokens(text):
        walk.step(token)
        if token.type == "inline" and walk.in_note:
            notes.append(_runs(token))
        elif token.type == "inline":
            walk.place(found, token)
        elif token.type in ("fence", "code_block"):
            found.append(Block("code", [Run(token.content.rstrip("\n"))]))
        elif token.type == "table_open":
            found.append(Block("table"))
        elif token.type == "tr_open":
            found[-1].rows.append([])
    if notes:
        found += [Block("heading", [Run("Notes")], level=2), Block("list", ordered=True, items=notes)]
    return found


class _Walk:
    """Where in the text the next words stand."""

    def __init__(self) -> None:
        self.lists: list[bool] = []
        self.quotes = self.notes = self.tables = 0
        self.begins_item = False
        self.heading = 0

    @property
    def in_note(self) -> bool:
        return self.notes > 0

    def step(self, token: Token) -> None:
        """Go past an opening or a closing one."""
        kind, change = token.type.removesuffix("_open").removesuffix("_close"), token.nesting
        if kind in ("bullet_list", "ordered_list"):
            self.lists = [*self.lists, kind == "ordered_list"] if change > 0 else self.lists[:-1]
        elif kind == "list_item" and change > 0:
            self.begins_item = True
        elif kind == "heading":
            self.heading = int(token.tag[1]) if change > 0 else 0
        self.quotes += change if kind == "blockquote" else 0
        self.notes += change if kind == "footnote_block" else 0
        self.tables += change if kind == "table" else 0

    def place(self, found: list[Block], token: Token) -> None:
        """Put words where they belong."""
        if self.tables:
            found[-1].rows[-1].append(words_of(token))
        elif self.lists:
            self._place_item(found, _runs(token))
        elif runs := _runs(token):
            kind = "heading" if self.heading else "quote" if self.quotes else "text"
            found.append(Block(kind, runs, level=self.heading))

    def _place_item(self, found: list[Block], runs: list[Run]) -> None:
        """In the list at the end, or in a new one; a further paragraph of an item goes on in it."""
        last = found[-1] if found else None
        if last is None or last.kind != "list" or (self.begins_item and last.ordered != self.lists[-1]):
            found.append(last := Block("list", ordered=self.lists[-1]))
        if self.begins_item or not last.items:
            last.items.append(runs)
        else:
            last.items[-1] += [Run(" "), *runs]
        self.begins_item = False


def _runs(token: Token) -> list[Run]:
    """The words of an inline token, those stressed alike together."""
    found: list[Run] = []
    for text, bold, italic in _stressed(token.children or []):
        if found and (found[-1].bold, found[-1].italic) == (bold, italic):
            found[-1] = Run(found[-1].text + text, bold, italic)
        elif text:
            found.append(Run(text, bold, italic))
    return found


def _stressed(children: list[Token]) -> Iterator[tuple[str, bool, bool]]:
    bold = italic = 0
    leads: list[str] = []
    for child in children:
        bold += child.nesting if child.type.startswith("strong") else 0
        italic += child.nesting if child.type.startswith("em_") else 0
        text = ""
        if child.type in ("text", "code_inline", "text_special"):
            text = child.content
        elif child.type in ("softbreak", "hardbreak"):
            text = " "
        elif child.type == "footnote_ref":
            text = f" [{child.meta['id'] + 1}]"
        elif child.type == "link_open":
            leads.append(str(child.attrs.get("href", "")))
        elif child.type == "link_close" and OUTSIDE.match(href := leads.pop()):
            text = f" ({href})"
        yield text, bold > 0, italic > 0
