"""Blocks: help, tools, the one next thing, cards and the answer to a verification."""

from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from .library import anchor, known_address, known_state, leaf, register, wrapper


@wrapper("panel")
def panel(
    content: str, heading: str, *, level: int = 2, id: str = "", aside: bool = False, sticky: bool = False
) -> dict[str, Any]:
    """Help beside the page; the page works without it."""
    return {"heading": heading, "level": level, "id": anchor(heading, id), "aside": aside, "sticky": sticky}


@wrapper("box")
def box(content: str, heading: str, *, level: int = 2, id: str = "") -> dict[str, Any]:
    """A tool on the page."""
    return {"heading": heading, "level": level, "id": anchor(heading, id)}


@wrapper("what_now")
def what_now(content: str, heading: str, *, eyebrow: str = "What now", id: str = "what-now") -> dict[str, Any]:
    """The one next thing, once a page, with one button."""
    return {"heading": heading, "eyebrow": eyebrow, "id": id}


@wrapper("card")
def card(
    content: str,
    title: str,
    href: str,
    *,
    more: str = "",
    eyebrow: str = "",
    meta: str = "",
    small: bool = False,
    level: int = 3,
) -> dict[str, Any]:
    """A way in: one link, stretched over the card, and no second link inside."""
    return {
        "title": title,
        "href": known_address(href),
        "more": more,
        "eyebrow": eyebrow,
        "meta": meta,
        "small": small,
        "level": level,
    }


@wrapper("award")
def award(
    content: str, word: str, state: str, heading: str, *, title: str = "", level: int = 2, id: str = "award"
) -> dict[str, Any]:
    """The answer of a verification; the heading is a sentence, a revoked title is struck through."""
    return {
        "word": word,
        "state": known_state(state),
        "heading": heading,
        "title": title,
        "level": level,
        "id": id,
    }


@wrapper("more_details")
def more_details(content: str, summary: str, *, open: bool = False) -> dict[str, Any]:
    """What only some people need, closed until asked for; never an error, a fee or a date."""
    return {"summary": summary, "open": open}


@wrapper("hero")
def hero(content: str) -> dict[str, Any]:
    """The deep block at the head of the home page, and of no other page."""
    return {}


@leaf("progress")
def progress(value: int, most: int, words: str, *, id: str = "progress") -> dict[str, Any]:
    """``3 of 5 criteria judged`` as a sentence and a bar."""
    return {"value": value, "most": most, "words": words, "id": id}


@register.simple_tag
def linked_data(facts: dict[str, Any]) -> SafeString:
    """Facts about this page for search engines (schema.org), as a block of data: nothing in it runs or is loaded."""
    return mark_safe(json_script(facts).replace('"application/json"', '"application/ld+json"', 1))
