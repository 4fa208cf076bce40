"""Rows below a form that somebody else took away while it was open.

Django refuses such a row by its hidden key, where nobody can repair it. Here it goes back to whoever wrote in it as a
new row, which they keep or take away.
"""

import re
from collections.abc import Container

from django.http import QueryDict

Row = dict[str, list[str]]


def gone_as_new(data: QueryDict, *, prefix: str, key: str, there: Container[str]) -> QueryDict:
    """The form as it was sent, with the rows of this formset whose keys are not ``there`` after those that are."""
    known = data.get(f"{prefix}-INITIAL_FORMS", "")
    rows = _rows(data, prefix)
    old = [row for number, row in rows.items() if known.isdecimal() and number < int(known)]
    gone = [row for row in old if row.get(key, [""])[-1] not in there]
    if not gone:
        return data
    kept = [row for row in old if row not in gone]
    added = [row for row in rows.values() if row not in old]
    others = {name: values for name, values in data.lists() if not _place(name, prefix)}
    changed = QueryDict(mutable=True)
    for name, values in others.items():
        changed.setlist(name, values)
    for number, row in enumerate([*kept, *(row | {key: [""]} for row in gone), *added]):
        for name, values in row.items():
            changed.setlist(f"{prefix}-{number}-{name}", values)
    changed[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return changed


def _rows(data: QueryDict, prefix: str) -> dict[int, Row]:
    """By its number what was sent of each row."""
    rows: dict[int, Row] = {}
    for name, values in data.lists():
        if place := _place(name, prefix):
            rows.setdefault(int(place[1]), {})[place[2]] = values
    return dict(sorted(rows.items()))


def _place(name: str, prefix: str) -> re.Match[str] | None:
    return re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)", name, re.ASCII)
