"""Reading a file of networks: from bytes to a document, with every fault named by its place. Pure.

The format is docs/networks-format.md; the shape comes from the JSON schema beside the data.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cmiportal.rules.json_file import document_of, twice

SCHEMA = Path(__file__).resolve().parents[1] / "data" / "networks.schema.json"
# What stands once in each list.
ONCE = (("regions", "key"), ("regions", "position"), ("communities", "key"), ("topics", "key"))


def judge(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """The document in the file and everything that is wrong with it; a document with faults is not to be used."""
    document, faults = document_of(content, SCHEMA)
    return document, faults or list(_meaning(document))


def _meaning(document: Mapping[str, Any]) -> Iterator[str]:
    for part, name in ONCE:
        yield from twice(part, (name,), document[part])
    regions: dict[str, str] = {}
    for index, region in enumerate(document["regions"]):
        for name in region["covers"]:
            other = regions.setdefault(name.casefold(), region["key"])
            if other != region["key"]:
                yield f"regions[{index}].covers: {name} is covered by {other} already."
