"""Lists: facts, tasks, dated steps, checks, results and figures."""

from typing import Any

from .library import known_state, leaf, one_of, wrapper


@wrapper("summary_list")
def summary_list(content: str, *, tight: bool = False, coded: bool = False) -> dict[str, Any]:
    """Facts of one thing, or answers to check; holds ``row``.

    ``tight`` is for an aside; in a ``coded`` one the terms are short numbers, as of criteria.
    """
    return {"tight": tight, "coded": coded}


@wrapper("row")
def row(content: str, term: str, *, change: str = "", what: str = "") -> dict[str, Any]:
    """A fact; ``change`` is the address that changes it, ``what`` the hidden end of "Change ..."."""
    return {"term": term, "change": change, "what": what or term.lower()}


@wrapper("task_list")
def task_list(content: str) -> dict[str, Any]:
    """Parts of a job in any order; holds ``task``."""
    return {}


@leaf("task")
def task(label: str, href: str = "", word: str = "", state: str = "neutral", *, hint: str = "") -> dict[str, Any]:
    """A part of the job with its state; without ``href`` it cannot start yet and is plain text."""
    return {"label": label, "href": href, "word": word, "state": known_state(state), "hint": hint}


@wrapper("timeline")
def timeline(content: str) -> dict[str, Any]:
    """What happened and what comes, dated; holds ``step``."""
    return {}


@wrapper("step")
def step(content: str, heading: str, state: str = "", *, now: bool = False) -> dict[str, Any]:
    """A dated step: ``positive`` is done, ``negative`` late, ``now`` under way; the heading says it too."""
    return {"heading": heading, "state": one_of(state, ("", "positive", "negative")), "now": now}


@wrapper("checklist")
def checklist(content: str) -> dict[str, Any]:
    """What must be right before something can be done; holds ``check``."""
    return {}


@wrapper("check")
def check(content: str, result: str, state: str) -> dict[str, Any]:
    """One check: the result in bold, then why; a gap links to its place."""
    return {"result": result, "state": known_state(state)}


@wrapper("listing")
def listing(content: str, kind: str = "") -> dict[str, Any]:
    """Results that lead on; ``plain`` without figures, ``compact`` inside work. Holds ``listing_item``."""
    return {"kind": one_of(kind, ("", "plain", "compact"))}


@wrapper("listing_item")
def listing_item(
    content: str, title: str, href: str = "", *, figure: str = "", figure_label: str = "", level: int = 3
) -> dict[str, Any]:
    """A result: what people compare stands as a figure in the margin."""
    return {"title": title, "href": href, "figure": figure, "figure_label": figure_label, "level": level}


@wrapper("facts")
def facts(content: str) -> dict[str, Any]:
    """Short facts in one line, each an ``li``."""
    return {}


@wrapper("figures")
def figures(content: str) -> dict[str, Any]:
    """Three or four figures that people compare; holds ``figure``."""
    return {}


@leaf("figure")
def figure(label: str, value: str) -> dict[str, Any]:
    """A large figure above its words; readers hear the words first."""
    return {"label": label, "value": value}


@wrapper("steps")
def steps(content: str) -> dict[str, Any]:
    """Numbered steps that always come in this order, each an ``li`` with h3 and a paragraph."""
    return {}
