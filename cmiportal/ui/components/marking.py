"""Marking: evidence first, judgement second."""

from typing import Any

from .library import leaf, wrapper


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
