"""What may stand at the top of a file of the site's texts: fields, and sentences on what to mend. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

REQUIRED = object()
WORDS = {
    str: "a text in quotation marks",
    int: "a whole number",
    list: "a list in square brackets",
    date: "a day such as 2026-11-04",
    datetime: "a moment with its zone, such as 2026-11-04T07:00:00Z",
}


@dataclass(frozen=True)
class Field:
    """What stands under one name: its type in TOML, what is meant where it is missing, and what it may be.

    ``form`` is the type, ``longest`` is in characters; ``choices`` are those of the value, or of each entry of a list
    of ``each``.
    """

    form: type = str
    default: Any = REQUIRED
    longest: int = 0
    choices: tuple[Any, ...] = ()
    each: type = str


def values_of(place: str, table: Mapping[str, Any], fields: Mapping[str, Field]) -> tuple[dict[str, Any], list[str]]:
    """The values by name, those that are missing as they are meant, and every fault as a sentence with its place."""
    faults = [
        f"{place}: {name} is not known here; mend its name or take it out." for name in table if name not in fields
    ]
    values = {}
    for name, field in fields.items():
        value = table.get(name, field.default)
        if value is REQUIRED:
            faults.append(f"{place}: {name} is missing; add it.")
            continue
        if name in table:
            faults += _faults_of_value(f"{place}: {name}", value, field)
        values[name] = tuple(value) if isinstance(value, list) else value
    return values, faults


def _faults_of_value(place: str, value: Any, field: Field) -> Iterator[str]:
    # By the type itself: true is no number, and a moment is no day.
    if type(value) is not field.form:
        yield f"{place} is to be {WORDS[field.form]}."
        return
    if isinstance(value, datetime) and value.tzinfo is None:
        yield f"{place} is to be {WORDS[datetime]}."
    if isinstance(value, str):
        yield from _faults_of_text(place, value, field)
    entries = value if isinstance(value, list) else [value]
    if isinstance(value, list) and any(type(entry) is not field.each for entry in entries):
        yield f"{place}: each entry is to be {WORDS.get(field.each, 'a table')}."
    elif field.choices:
        allowed = ", ".join(map(str, field.choices))
        yield from (f"{place}: {entry} is not one of {allowed}." for entry in entries if entry not in field.choices)


def _faults_of_text(place: str, value: str, field: Field) -> Iterator[str]:
    if field.default is REQUIRED and not value.strip():
        yield f"{place} is empty; write it."
    if field.longest and len(value) > field.longest:
        yield f"{place} has {len(value)} characters; {field.longest} are the most."
