"""Reading a catalogue file: from bytes to a document, with every fault named by its place. Pure.

The format is docs/catalogue-format.md. ``judge`` is all that a caller needs: bytes in; the document and its faults out,
and a document with faults is not to be used. The shape comes from the JSON schema beside the data, the meaning
(references, rules that can be met) from ``catalogue_meaning``; each looks at whatever the other found sound, so that
one run names everything.
"""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from .catalogue_meaning import meaning_faults
from .catalogue_places import Fault, Path, Place
from .catalogue_shape import shape_faults


class _Object(dict):
    """A JSON object that remembers which of its keys stood twice."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.repeated = sorted({key for key in keys if keys.count(key) > 1})


def judge(content: bytes) -> tuple[dict[str, Any], list[Fault]]:
    """The document in the file, and everything that is wrong with it.

    The document is empty when the bytes are not UTF-8 or not JSON.
    """
    try:
        document = _parse(content)
    except _Unreadable as error:
        return {}, [Fault("the file", str(error))]
    found = [*_repeated_keys(document), *_unstorable_texts(document)]
    shape, broken = shape_faults(document)
    faults = [*found, *shape, *meaning_faults(document, broken)]
    return (document if isinstance(document, dict) else {}), faults


class _Unreadable(Exception):
    """The bytes hold no document; the message says where."""


def _parse(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        odd = f"byte {error.start} (0x{content[error.start]:02X}), on line {line}"
        raise _Unreadable(f"is not UTF-8: {odd}. Save it as UTF-8.") from None
    try:
        return json.loads(text, object_pairs_hook=_Object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _Unreadable(f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except RecursionError:
        raise _Unreadable("is nested too deeply to be a catalogue.") from None
    except ValueError as error:
        raise _Unreadable(f"is not JSON that can be read: {error}.") from None


def _refuse_constant(name: str) -> None:
    raise _Unreadable(f"is not JSON: {name} is no JSON value.")


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _walk(child, (*path, key))


def _repeated_keys(document: Any) -> Iterator[Fault]:
    for path, value in _walk(document):
        for key in getattr(value, "repeated", ()):
            yield Fault(Place(document, path), f"“{key}” stands twice")


def _unstorable_texts(document: Any) -> Iterator[Fault]:
    """Control characters but a line break, and halves of a surrogate pair: which no database keeps."""
    for path, value in _walk(document):
        if isinstance(value, str) and (odd := [character for character in value if _is_odd(character)]):
            yield Fault(Place(document, path), f"holds the character U+{ord(odd[0]):04X}, which cannot be kept")


def _is_odd(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} and character != "\n"
