"""Reading a JSON file that has a schema: from bytes to a document, with every fault named by its place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator


def document_of(content: bytes, schema: Path) -> tuple[dict[str, Any], list[str]]:
    """The document in the file and everything that is wrong with its shape; with faults there is no document."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        return {}, [f"the file is not JSON in UTF-8: {error}."]
    faults = [_said(error) for error in _validator(schema).iter_errors(document)]
    return ({}, sorted(faults)) if faults else (document, [])


def twice(part: str, names: Sequence[str], entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A fault for each entry of the list ``part`` that has the same ``names`` as one before it."""
    seen: set[tuple[Any, ...]] = set()
    for index, entry in enumerate(entries):
        key = tuple(entry[name] for name in names)
        if key in seen:
            yield f"{part}[{index}].{names[0]}: {entry[names[0]]} stands twice."
        seen.add(key)


@cache
def _validator(schema: Path) -> Draft202012Validator:
    document = json.loads(schema.read_text(encoding="utf-8"))
    return Draft202012Validator(document, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _said(error: Any) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return f"{place.lstrip('.') or 'the file'}: {error.message}."
