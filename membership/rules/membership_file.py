"""Reading a membership file: from bytes to a document, with every fault named by its place. Pure.

The format is docs/membership-format.md; the shape comes from the JSON schema beside the data.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from .written import BadRule, ways_of

SCHEMA = Path(__file__).resolve().parents[1] / "data" / "membership.schema.json"
# What stands once in each list: by which fields an entry is known, and in which order it comes.
ONCE = {
    "grades": (("key",), ("rank",)),
    "routes": (("key",), ("position",)),
    "criteria": (("key",), ("position",)),
    "areas": (("key",), ("position",)),
    "prices": (("product", "audience", "since"),),
}


def judge(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """The document in the file and everything that is wrong with it; a document with faults is not to be used."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        return {}, [f"the file is not JSON in UTF-8: {error}."]
    faults = [_said(error) for error in _validator().iter_errors(document)]
    return (document, list(_meaning(document))) if not faults else ({}, sorted(faults))


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _said(error: Any) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return f"{place.lstrip('.') or 'the file'}: {error.message}."


def _meaning(document: Mapping[str, Any]) -> Iterator[str]:
    for part, keys in ONCE.items():
        for names in keys:
            yield from _twice(part, names, document[part])
    for part in ("grades", "routes"):
        for index, entry in enumerate(document[part]):
            try:
                ways_of(entry["rule"])
            except BadRule as error:
                yield f"{part}[{index}].rule: {error}"
    known = {route["key"] for route in document["routes"]}
    for index, criterion in enumerate(document["criteria"]):
        if criterion["words_to"] <= criterion["words_from"]:
            yield f"criteria[{index}].words_to: must be more than words_from."
        for key in criterion["routes"]:
            if key not in known:
                yield f"criteria[{index}].routes: there is no route {key} in the file."
    for index, price in enumerate(document["prices"]):
        if price["until"] is not None and price["until"] <= price["since"]:
            yield f"prices[{index}].until: must come after since."


def _twice(part: str, names: tuple[str, ...], entries: list[dict[str, Any]]) -> Iterator[str]:
    seen: set[tuple[Any, ...]] = set()
    for index, entry in enumerate(entries):
        key = tuple(entry[name] for name in names)
        if key in seen:
            yield f"{part}[{index}].{names[0]}: {entry[names[0]]} stands twice."
        seen.add(key)
