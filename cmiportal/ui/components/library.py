"""What every component stands on: one tag library, and two ways to register a partial of ``templates/ui/``."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.text import slugify

register = Library()

STATES = ("neutral", "info", "positive", "attention", "negative")


def known_state(state: str) -> str:
    """The state itself; raises ValueError for a word that has neither shape nor colour."""
    if state not in STATES:
        raise ValueError(f"{state!r} is no state: choose one of {', '.join(STATES)}.")
    return state


def one_of(value: str, choices: tuple[str, ...]) -> str:
    """The value itself; raises ValueError when a component has no such variant."""
    if value not in choices:
        raise ValueError(f"{value!r} is no variant: choose one of {', '.join(filter(None, choices))}, or nothing.")
    return value


def known_address(href: str) -> str:
    """The address itself; raises ValueError when ``{% url ... as name %}`` found none, which it does not say."""
    if not href:
        raise ValueError("A link needs an address: the name of the page may be misspelt.")
    return href


def anchor(heading: str, given: str) -> str:
    """The id that names a section: the given one, else made of its heading."""
    return given or slugify(heading)[:60]


def leaf(template: str) -> Callable:
    """Register a component without content: ``{% name ... %}``."""
    return register.inclusion_tag(f"ui/{template}.html")


def wrapper(template: str, *, takes_context: bool = False) -> Callable:
    """Register a component around content: ``{% name ... %}content{% endname %}``.

    The function gives the partial's context; the content joins it under ``content``.
    """

    def registered(function: Callable[..., dict[str, Any]]) -> Callable:
        @wraps(function)
        def render(*args: Any, **kwargs: Any) -> str:
            content = args[1] if takes_context else args[0]
            return render_to_string(f"ui/{template}.html", {**function(*args, **kwargs), "content": content})

        return register.simple_block_tag(render, takes_context=takes_context)

    return registered
