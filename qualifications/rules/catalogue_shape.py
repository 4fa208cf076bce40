"""The shape of a catalogue file, by its JSON schema, with the schema's findings said in plain English."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path as File
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from .catalogue_places import Fault, Path, Place

# A ValidationError of jsonschema, whose typed fields may all be "unset" before a validator has filled them.
Finding = Any
SCHEMA = File(__file__).resolve().parents[1] / "data" / "catalogue.schema.json"
KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "null": "null",
}


def shape_faults(document: Any) -> tuple[list[Fault], set[Path]]:
    """What the schema refuses, and the paths of the parts that are therefore not to be looked at again."""
    faults, broken = [], set()
    for error in sorted(_validator().iter_errors(document), key=_in_order):
        path: Path = tuple(error.absolute_path)
        say = SENTENCES[str(error.validator)]
        faults.append(Fault(Place(document, path), say(error)))
        broken |= {(*path, name) for name in _names(error)} or {path}
    return faults, broken


@cache
def _validator() -> Draft202012Validator:
    # 6.0 is a whole number to JSON schema; here it is a slip of the pen.
    whole = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    checked = extend(Draft202012Validator, type_checker=whole)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return checked(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _in_order(error: Finding) -> list[tuple[int, str | int]]:
    return [(isinstance(part, str), part) for part in error.absolute_path]


def _names(error: Finding) -> list[str]:
    """The fields that an error about an object is about: those missing, those unknown, those of which one is wanted."""
    if error.validator == "required":
        return [error.message.split("'")[1]]
    if error.validator == "additionalProperties":
        return sorted(error.instance.keys() - error.schema["properties"].keys())
    if error.validator == "anyOf":
        return [name for option in error.validator_value for name in option["required"]]
    return []


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return next((KINDS[kind] for kind in KINDS if _validator().is_type(value, kind)), "a number with a fraction")


def _wanted(error: Finding) -> str:
    kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    return " or ".join(KINDS[kind] for kind in kinds)


def _shown(value: Any) -> str:
    return f"“{value}”" if len(str(value)) <= 60 else f"“{str(value)[:60]}…”"


def _two_or(sentence: str) -> Callable[[Finding], str]:
    """A pair says that it is two; any other list says the sentence."""

    def say(error: Finding) -> str:
        pair = error.schema.get("minItems") == error.schema.get("maxItems")
        return "must be two unit numbers" if pair else sentence.format(error.validator_value)

    return say


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "type": lambda error: f"must be {_wanted(error)}, not {_kind(error.instance)}",
    "required": lambda error: f"“{_names(error)[0]}” is missing",
    "additionalProperties": lambda error: f"there is no field {' or '.join(map(_shown, _names(error)))} here",
    "anyOf": lambda error: f"one of {' and '.join(map(_shown, _names(error)))} must be given",
    "minimum": lambda error: f"must be {error.validator_value} or more, not {error.instance}",
    "maximum": lambda error: f"must be {error.validator_value} or less, not {error.instance}",
    "minLength": lambda error: "must not be empty",
    "maxLength": lambda error: f"is longer than {error.validator_value} characters",
    "minItems": _two_or("must not be empty"),
    "maxItems": _two_or("has more than {} entries"),
    "pattern": lambda error: f"{_shown(error.instance)} is not {error.schema['description']}",
    "format": lambda error: f"{_shown(error.instance)} is not a day of the calendar, like 2026-09-01",
    "enum": lambda error: f"{_shown(error.instance)} is not one of {', '.join(error.validator_value)}",
    "const": lambda error: f"must be {_shown(error.validator_value)}, not {_shown(error.instance)}",
}
