"""The boxes of the page of units: grouped as the rule groups them, each with its state or why it is refused."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.utils.dateformat import format as format_date

from cmiportal.ui.components.words import count_of

from ..models import PoolUnit
from ..rules.combination import Broken, Fault, Group
from ..rules.combination_words import counted as counted_in_words
from ..rules.combination_words import listed, refusal_in_words
from ..services.unit_choice import Choice
from .unit_words import state_of


@dataclass(frozen=True)
class Section:
    """Units under one heading, with what the rule asks of them."""

    heading: str
    lead: str
    units: list[dict[str, Any]]


def sections_of(choice: Choice, counted: Set[str]) -> list[Section]:
    """Every unit of the pool once: mandatory ones, then each group of the rule, then the rest.

    ``counted`` is the choice that the page shows, which need not be saved; it decides what is ticked and refused.
    """
    rule = choice.rule
    boxes = {row.unit.number: box for row, box in zip(choice.pool, _boxes(choice, counted), strict=True)}
    sections: list[Section] = []

    def add(heading: str, lead: str, numbers: Set[str]) -> None:
        taken = [boxes.pop(number) for number in sorted(numbers & boxes.keys())]
        if taken:
            sections.append(Section(heading, lead, taken))

    add("Mandatory units", "They are chosen for you.", rule.mandatory)
    for group in rule.groups:
        add(group.name, f"{_asked_of(group)} from this group.", group.units)
    add("Other units" if sections else "Units", "", frozenset(boxes))
    return sections


def _boxes(choice: Choice, counted: Set[str]) -> list[dict[str, Any]]:
    refused = choice.refused(counted)
    return [_box(choice, row, counted, refused.get(row.unit.number)) for row in choice.pool]


def _box(choice: Choice, row: PoolUnit, counted: Set[str], refused: Broken | None) -> dict[str, Any]:
    number = row.unit.number
    box = {
        "number": number,
        "title": row.unit_version.title,
        "credits": choice.rule.pool[number],
        "aim": row.unit.aim,
        "checked": number in counted,
        "fixed": number in choice.settled or row.mandatory,
        "word": "",
        "state": "neutral",
        "reason": "",
    }
    return {**box, **_said(choice, row, counted, refused)}


def _said(choice: Choice, row: PoolUnit, counted: Set[str], refused: Broken | None) -> dict[str, Any]:
    """State and reason of one unit."""
    number = row.unit.number
    if number in choice.passes:
        return _passed(choice, number, refused)
    unit = choice.units.get(number)
    if unit is not None and unit.attempts:
        word, state = state_of(unit)
        failed = unit.failed_at is not None
        reason = "You may choose another unit in its place." if failed else "It stays chosen, since you submitted it."
        return {"word": word, "state": state, "reason": reason}
    if number in counted:
        if broken := _breaks(choice, number, counted):
            return {"reason": _sentence(choice, broken)}
        if unit is not None and unit.mapped:
            return {"word": "Portfolio started", "reason": _loses(unit.mapped)}
        return {"reason": "Mandatory."} if row.mandatory else {}
    return {"reason": _sentence(choice, refused)} if refused else {}


def _breaks(choice: Choice, number: str, counted: Set[str]) -> Broken | None:
    """What is wrong with a ticked unit: another one bars it, or it is new and goes beyond the maximum."""
    rule = choice.rule
    if against := rule.barred_by(number, counted):
        return Broken(Fault.BARRED, tuple(against))
    credits = rule.credits_of(counted)
    is_too_many = rule.max_credits is not None and credits > rule.max_credits
    return Broken(Fault.TOO_MANY, credits=credits) if is_too_many and number not in choice.counted else None


def _passed(choice: Choice, number: str, refused: Broken | None) -> dict[str, Any]:
    day = format_date(choice.passes[number].passed_on, "j F Y")
    counts = number in choice.passed
    reason = "It counts towards this qualification." if counts or refused is None else _sentence(choice, refused)
    return {"word": f"Passed {day}", "state": "positive", "reason": reason}


def _sentence(choice: Choice, refused: Broken) -> str:
    return refusal_in_words(choice.rule, refused)


def _loses(mapped: int) -> str:
    links = count_of(mapped, "mapping of a criterion is,mappings of criteria are")
    return f"If you take it out, {links} lost; your evidence stays."


def _asked_of(group: Group) -> str:
    asked = ((group.min_credits, "credit"), (group.min_units, "unit"))
    return f"At least {listed(counted_in_words(least, noun) for least, noun in asked if least)}"
