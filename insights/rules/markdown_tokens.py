"""The tokens of a text in Markdown, put in order: headings, links, tables and pictures as the site has them."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

# Longer texts are refused by forms; what goes beyond is not shown.
MOST_CHARACTERS = 100_000
NESTED_AT_MOST = 20
TOP, DEEPEST = 2, 4
ID_LENGTH = 60

# Where a link may lead: this site, another by HTTP, a letter, a call.
LEADS = re.compile(r"\A(?:https?://[^/]|mailto:.|tel:.|/(?!/)|#)", re.IGNORECASE)
OUTSIDE = re.compile(r"\Ahttps?:", re.IGNORECASE)
# Controls and what is no character at all, in the first plane and at the end of each.
NO_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
PICTURE = re.compile(r"\Apicture:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z", re.IGNORECASE)


def _image_once(state: StateInline, silent: bool) -> bool:
    """A picture; there is none within the words of another, however deep brackets go."""
    if state.env.get("within_image"):
        return False
    state.env["within_image"] = True
    try:
        return image(state, silent)
    finally:
        state.env["within_image"] = False


def _machine() -> MarkdownIt:
    found = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTED_AT_MOST})
    found.enable("table").disable(["html_block", "html_inline"]).use(footnote_plugin, inline=False)
    found.inline.ruler.at("image", _image_once)
    found.validateLink = lambda url: True  # type: ignore[method-assign] # judged here, where the words can stay
    return found


MACHINE = _machine()


def within(text: str) -> str:
    """The text as far as it is read, without halves of characters and what no page may hold."""
    return NO_CHARACTERS.sub("", text[:MOST_CHARACTERS].encode("utf-8", "replace").decode())


def raw_tokens(text: str) -> list[Token]:
    """The tokens as they were written."""
    return MACHINE.parse(within(text), {})


def tidy_tokens(text: str, *, prefix: str = "", level: int = TOP) -> list[Token]:
    """The tokens as the page shows them: ids and levels of headings, figures, links that may stand."""
    tokens = raw_tokens(text)
    for token in tokens:
        if token.children:
            token.children = list(_without_astray(token.children))
    tokens = list(_figures(_with_contents(tokens)))
    _set_headings(tokens, prefix or "part", level)
    for token in tokens:
        if token.type in ("th_open", "td_open"):
            _set_cell(token)
    return tokens


def words_of(token: Token) -> str:
    """The plain words of an inline token; a picture has none."""
    return " ".join("".join(_words(token.children or [])).split())


def has_content(token: Token) -> bool:
    """Whether an inline token shows anything."""
    return bool(words_of(token)) or any(child.type == "image" for child in token.children or [])


def picture_id(source: str) -> str:
    """The id that ``picture:…`` names, in small letters; empty for anything else."""
    found = PICTURE.match(source)
    return found.group(1).lower() if found else ""


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "


def _without_astray(children: list[Token]) -> Iterator[Token]:
    """Of links that lead where none may, or that have no words, what they hold stays alone."""
    dropped: list[bool] = []
    for at, token in enumerate(children):
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            is_empty = children[at + 1].type == "link_close"
            dropped.append(is_empty or not LEADS.match(href))
            token.attrs = {"href": href, "rel": "noopener"} if OUTSIDE.match(href) else {"href": href}
            if dropped[-1]:
                continue
        elif token.type == "link_close" and dropped.pop():
            continue
        yield token


def _with_contents(tokens: list[Token]) -> Iterator[Token]:
    """Without headings that say nothing."""
    skips = False
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            skips = not words_of(tokens[at + 1])
        if not skips:
            yield token
        skips = skips and token.type != "heading_close"


def _figures(found: Iterator[Token]) -> Iterator[Token]:
    """A paragraph of pictures alone becomes figures."""
    tokens = list(found)
    at = 0
    while at < len(tokens):
        pictures = _pictures_alone(tokens[at : at + 3])
        if pictures:
            for each in pictures:
                figure = Token("figure", "figure", 0, attrs=each.attrs, children=each.children, content=each.content)
                yield figure
            at += 3
        else:
            yield tokens[at]
            at += 1


def _pictures_alone(three: list[Token]) -> list[Token]:
    if [token.type for token in three] != ["paragraph_open", "inline", "paragraph_close"]:
        return []
    children = [child for child in three[1].children or [] if child.type != "text" or child.content.strip()]
    pictures = [child for child in children if child.type == "image"]
    breaks = [child for child in children if child.type in ("softbreak", "hardbreak")]
    return pictures if len(pictures) + len(breaks) == len(children) else []


def _set_headings(tokens: list[Token], prefix: str, top: int) -> None:
    """Levels without a gap from ``top`` on, and ids that no other heading of the text has."""
    taken: dict[str, int] = {}
    before = TOP - 1
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        before = min(max(int(token.tag[1]), TOP), before + 1, DEEPEST)
        token.tag = tokens[at + 2].tag = f"h{min(before - TOP + top, 6)}"
        token.attrs = {"id": _unused(f"{prefix}-{slug_of(words_of(tokens[at + 1]))}", taken)}


def slug_of(words: str) -> str:
    """Words as an address has them: small letters and figures of any script, with hyphens."""
    return re.sub(r"[\W_]+", "-", words.lower())[:ID_LENGTH].strip("-") or "heading"


def _unused(wanted: str, taken: dict[str, int]) -> str:
    found = wanted
    while found in taken:
        taken[wanted] += 1
        found = f"{wanted}-{taken[wanted]}"
    taken[found] = 1
    return found


def _set_cell(token: Token) -> None:
    is_figure = "right" in str(token.attrs.get("style", ""))
    token.attrs = {}
    if token.tag == "th":
        token.attrs["scope"] = "col"
    if is_figure:
        token.attrs["class"] = "num"
