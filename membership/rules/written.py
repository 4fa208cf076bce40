"""Rules for grades and routes as they are written in JSON, read into the ways of ``eligibility``.

A rule is a list of ways, a way a list of conditions that must all be met, a condition an object that names its kind:
``[[{"years": 3}, {"qualification": {"level": 6}}], [{"years": 5}]]``. No rule (null) means that a person decides. The
format stands in docs/membership-format.md.
"""

from collections.abc import Callable, Mapping
from typing import Any

from .eligibility import Assessed, Condition, Qualification, Registered, Way, Years
from .eligibility_words import SIZES

MOST_YEARS = 60
LEVELS = range(2, 9)
KINDS = ("years", "qualification", "registered", "assessed")


class BadRule(ValueError):
    """What is written is no rule; the message is a sentence that says where it goes wrong."""


def ways_of(rule: Any) -> tuple[Way, ...] | None:
    """The ways of a rule, None where a person decides; raises BadRule."""
    if rule is None:
        return None
    if not isinstance(rule, list) or not rule or not all(isinstance(way, list) for way in rule):
        raise BadRule("A rule is a list of ways, and each way a list of conditions; null means that a person decides.")
    return tuple(tuple(_condition(written) for written in way) for way in rule)


def _condition(written: Any) -> Condition:
    kinds = [kind for kind in KINDS if isinstance(written, dict) and kind in written]
    if len(kinds) != 1:
        raise BadRule(f"A condition is an object with one of {', '.join(KINDS)}, not {_shown(written)}.")
    return READERS[kinds[0]](written)


def _years(written: Mapping[str, Any]) -> Years:
    _only(written, "years", "strategic")
    years = _number(written["years"], "years", range(1, MOST_YEARS + 1))
    return Years(years, _flag(written, "strategic"))


def _qualification(written: Mapping[str, Any]) -> Qualification:
    _only(written, "qualification")
    wanted = written["qualification"]
    if not isinstance(wanted, dict) or "level" not in wanted:
        raise BadRule("A qualification is an object with at least a level.")
    _only(wanted, "level", "up_to", "sizes", "own", "within_years")
    level = _number(wanted["level"], "level", LEVELS)
    up_to = _number(wanted.get("up_to", LEVELS[-1]), "up_to", range(level, LEVELS[-1] + 1))
    within = wanted.get("within_years")
    if within is not None:
        within = _number(within, "within_years", range(1, MOST_YEARS + 1))
    return Qualification(level, up_to, _sizes(wanted.get("sizes", [])), _flag(wanted, "own"), within)


def _registered(written: Mapping[str, Any]) -> Registered:
    return _true(written, "registered", Registered())


def _assessed(written: Mapping[str, Any]) -> Assessed:
    return _true(written, "assessed", Assessed())


READERS: dict[str, Callable[[Mapping[str, Any]], Condition]] = {
    "years": _years,
    "qualification": _qualification,
    "registered": _registered,
    "assessed": _assessed,
}


def _true(written: Mapping[str, Any], name: str, condition: Any) -> Any:
    _only(written, name)
    if not _flag(written, name):
        raise BadRule(f"“{name}” is true or left out.")
    return condition


def _only(written: Mapping[str, Any], *known: str) -> None:
    unknown = sorted(set(written) - set(known))
    if unknown:
        raise BadRule(f"“{unknown[0]}” is not known here; there can be {', '.join(known)}.")


def _flag(written: Mapping[str, Any], name: str) -> bool:
    value = written.get(name, False)
    if not isinstance(value, bool):
        raise BadRule(f"“{name}” is true or false, not {_shown(value)}.")
    return value


def _number(value: Any, name: str, among: range) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in among:
        raise BadRule(f"“{name}” is a whole number from {among[0]} to {among[-1]}, not {_shown(value)}.")
    return value


def _sizes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(size, str) and size in SIZES for size in value):
        raise BadRule(f"“sizes” is a list of some of {', '.join(SIZES)}, not {_shown(value)}.")
    return tuple(value)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
