"""Texts that people typed, made fit for storage, for a header, for a line."""

import re
from collections.abc import Mapping
from typing import Any

# NUL and lone surrogates cannot be stored; other control characters, and those that reverse the direction of what
# follows, have no place in a message. Line feeds and tabs stay.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def cleaned(value: Any) -> Any:
    """The value with unwanted characters taken out of every text in it."""
    if isinstance(value, str):
        return UNWANTED.sub("", value)
    if isinstance(value, Mapping):
        return {cleaned(name): cleaned(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value


def one_line(value: str, length: int) -> str:
    """The text on one line without unwanted characters, cut to ``length`` with an ellipsis."""
    joined = UNWANTED.sub("", " ".join(value.split()))
    return joined if len(joined) <= length else f"{joined[: length - 1].rstrip()}…"
