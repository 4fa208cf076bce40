"""Tokens of Markdown as HTML: a closed list of elements, cleaned once more by nh3 whatever wrote them."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import takewhile
from typing import Any

import nh3
from markdown_it.token import Token

from .markdown_tokens import MACHINE, picture_id, words_of
from .pictures import PictureFacts, markup

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "code", "em", "strong"),
    *("a", "sup", "table", "caption", "thead", "tbody", "tr", "th", "td", "div", "span", "small"),
    *("figure", "figcaption", "picture", "source", "img"),
}
HEADING = {"id"}
ATTRIBUTES = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), HEADING),
    "a": {"href", "rel", "id", "aria-label", "role"},
    "li": {"id"},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"role", "aria-label", "tabindex"},
    "source": {"type", "srcset", "sizes"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "fetchpriority"},
}
CLASSES = {
    "table": {"table"},
    "th": {"num"},
    "td": {"num"},
    "div": {"table-scroll", "footnotes"},
    "span": {"picture-place"},
}
SCHEMES = {"http", "https", "mailto", "tel"}


def clean(html: str) -> str:
    """The HTML with what is on the closed list alone; cleaning again changes nothing."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=SCHEMES, link_rel=None
    )


def html_of(tokens: Sequence[Token], *, pictures: Mapping[str, PictureFacts], prefix: str, level: int) -> str:
    """The HTML of tokens that were put in order."""
    env = {"pictures": pictures, "prefix": f"{prefix}_" if prefix else "", "level": level, "tables": 0}
    return clean(MACHINE.renderer.render(tokens, MACHINE.options, env))


def _image(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A picture of ours within a line; any other is left out."""
    token = tokens[at]
    facts = env["pictures"].get(picture_id(str(token.attrs.get("src", ""))))
    return markup(facts, alternative=words_of(token) or None) if facts else ""


def _figure(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    shown = _image(renderer, tokens, at, options, env)
    if not shown:
        return ""
    facts = env["pictures"][picture_id(str(token.attrs["src"]))]
    credit = f"<small>Picture: {escape(facts.credit)}</small>" if facts.credit else ""
    said = " ".join(part for part in (escape(str(token.attrs.get("title", ""))), credit) if part)
    return f"<figure>{shown}{f'<figcaption>{said}</figcaption>' if said else ''}</figure>\n"


def _table_open(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A table scrolls by itself where it is too wide, so the keyboard must reach it and it must have a name."""
    env["tables"] += 1
    head = takewhile(lambda token: token.type != "thead_close", tokens[at:])
    names = ", ".join(words for words in (words_of(token) for token in head if token.type == "inline") if words)
    label = f"Table {env['tables']}" + (f" of “{env['prefix'][:-1]}”" if env["prefix"] else "")
    label += f": {names}" if names else ""
    return f'<div class="table-scroll" role="region" aria-label="{escape(label)}" tabindex="0"><table class="table">'


def _table_close(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _th_open(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A head without words is no head."""
    token = tokens[at]
    tag = "th" if words_of(tokens[at + 1]) else "td"
    attrs = token.attrs if tag == "th" else {}
    return f"<{tag}{renderer.renderAttrs(Token('', tag, 0, attrs=attrs))}>"


def _th_close(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</th>" if words_of(tokens[at - 1]) else "</td>"


def _code(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f"<pre><code>{escape(tokens[at].content)}</code></pre>\n"


def _note_ref(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    number, href, back = _note(tokens[at], env)
    return f'<sup><a href="#{href}" id="{back}" role="doc-noteref" aria-label="Note {number}">{number}</a></sup>'


def _note_anchor(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    number, _, back = _note(tokens[at], env)
    time = tokens[at].meta["subId"]
    label = f"Back to note {number} in the text" + (f", place {time + 1}" if time else "")
    return f' <a href="#{back}" role="doc-backlink" aria-label="{label}">↩</a>'


def _note(token: Token, env: Any) -> tuple[int, str, str]:
    """The number of a note, its id and the id of one place that names it; headings have no underscore in theirs."""
    number, time = token.meta["id"] + 1, token.meta["subId"]
    href = f"{env['prefix']}note_{number}"
    return number, href, f"{href}_at" + (f"_{time + 1}" if time else "")


def _notes_open(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f'<div class="footnotes"><h{env["level"]}>Notes</h{env["level"]}><ol>'


def _notes_close(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</ol></div>\n"


def _note_open(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f'<li id="{env["prefix"]}note_{tokens[at].meta["id"] + 1}">'


def _note_close(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</li>"


for name, rule in {
    "image": _image,
    "figure": _figure,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _th_open,
    "th_close": _th_close,
    "fence": _code,
    "code_block": _code,
    "footnote_ref": _note_ref,
    "footnote_anchor": _note_anchor,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _notes_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
}.items():
    MACHINE.add_render_rule(name, rule)
