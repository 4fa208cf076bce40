"""Marking: evidence first, judgement second."""

from collections.abc import Iterable
from typing import Any

from django.template import Context

from .library import known_address, leaf, one_of, wrapper


@wrapper("desk")
def desk(content: str) -> dict[str, Any]:
    """Evidence and judgement side by side on wide screens, in this order in the source."""
    return {}


@wrapper("sheet")
def sheet(content: str, label: str, *, where: str = "") -> dict[str, Any]:
    """A piece of evidence as it was handed in; it takes focus so that it can be scrolled by keys."""
    return {"label": label, "where": where}


@leaf("criteria_nav")
def criteria_nav(criteria: list[dict[str, Any]], label: str = "Criteria") -> dict[str, Any]:
    """The criteria of a unit: dicts of ``code``, ``href``, ``state``, ``word`` and ``current`` (bool)."""
    return {"criteria": criteria, "label": label}


@leaf("difference")
def difference(pieces: Iterable[Any]) -> dict[str, Any]:
    """A text with what was added and removed: pieces of ``kind`` (same, added or removed) and ``text``, in order.

    Line and sign tell them apart as well as colour, and readers hear "added" and "removed". Where a piece was not
    ``compared``, it is said that it stands whole.
    """
    shown = list(pieces)
    for piece in shown:
        one_of(piece.kind, ("same", "added", "removed"))
    return {
        "pieces": shown,
        "changed": any(piece.kind != "same" for piece in shown),
        "whole": not all(piece.compared for piece in shown),
    }


@wrapper("keys", takes_context=True)
def keys(context: Context, content: str, action: str, *, on: bool = True, method: str = "post") -> dict[str, Any]:
    """The list of keys that act on the page, seen once static/js/desk.js has made them act; content is ``key`` tags.

    ``action`` is where single keys are turned off and ``on`` again (WCAG 2.1.4).
    """
    shared = {name: context.get(name) for name in ("csrf_token", "user")}
    return {**shared, "action": known_address(action), "on": on, "method": method}


@leaf("key")
def key(name: str, does: str, target: str, *, step: int = 0) -> dict[str, Any]:
    """One key (``J``, ``Control+Enter``) and the selector of what it goes to, chooses or sends.

    With ``step`` the targets are links to parts of the page, of which it goes to the next (1) or the previous (-1).
    """
    return {"key": name.lower(), "caps": name.replace("Control", "Ctrl").split("+"), "does": does} | {
        "target": target,
        "step": step,
    }
