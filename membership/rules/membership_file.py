"""Reading a membership file: from bytes to a document, with every fault named by its place. Pure.

The format is docs/membership-format.md; the shape comes from the JSON schema beside the data.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cmiportal.rules.json_file import document_of, twice

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
    document, faults = document_of(content, SCHEMA)
    return document, faults or list(_meaning(document))


def _meaning(document: Mapping[str, Any]) -> Iterator[str]:
    for part, keys in ONCE.items():
        for names in keys:
            yield from twice(part, names, document[part])
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
