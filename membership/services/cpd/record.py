"""A CPD record as a file that its person takes along: PDF to be read, CSV to be counted."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

import typst
from django.utils.dateformat import format as format_date

from cmiportal.accounts.models import User
from cmiportal.documents.typesetting import printable, typeset
from cmiportal.exporting import neutralised
from cmiportal.rules.days import uk_day

from ...models import Area, CpdEntry
from ...rules.areas import picture

# The stages as the record names them, with the column that holds what is said.
STAGES = (("Reflect", "need"), ("Plan", "plan"), ("Act", "action"), ("Evaluate", "learnt"))
COLUMNS = (
    *("When", "What", "Kind of activity", "Area", "Part of the standard", "Minutes"),
    *(name for name, _ in STAGES),
    "Evidence",
)
LEFT_OUT = "Some signs cannot be printed and were left out; your record on the site has them."
WITHDRAWN = "{} (withdrawn)"


def as_csv(entries: Iterable[CpdEntry]) -> str:
    """A line for each entry below the names of the columns; nothing in it is calculated by a spreadsheet."""
    file = StringIO()
    lines = csv.writer(file)
    lines.writerow(COLUMNS)
    for entry in entries:
        told = (
            *(entry.on, entry.title, entry.get_activity_display(), entry.area.title, entry.area.domain, entry.minutes),
            *(getattr(entry, column) for _, column in STAGES),
            "; ".join(evidence_of(entry)),
        )
        lines.writerow([neutralised(value) for value in told])
    return file.getvalue()


def as_pdf(*, person: User, entries: Sequence[CpdEntry], areas: Sequence[Area], period: str, at: datetime) -> bytes:
    """The record typeset; ``period`` says of when the entries are. What no font has is left out, and it says so."""
    said = contents(person=person, entries=entries, areas=areas, period=period, at=at)
    title = "Record of continuing professional development"
    try:
        return typeset("cpd_record", said, at=at, title=title)
    except typst.TypstError:
        kept, _ = printable(said)
        return typeset("cpd_record", {**kept, "left_out": LEFT_OUT}, at=at, title=title)


def contents(
    *, person: User, entries: Sequence[CpdEntry], areas: Sequence[Area], period: str, at: datetime
) -> dict[str, Any]:
    """What the record says, in plain values."""
    built = picture([area.key for area in areas], [entry.area_id for entry in entries])
    return {
        "name": person.name,
        "period": period,
        "made_on": f"{uk_day(at):%-d %B %Y}",
        "left_out": "",
        "areas": [
            {"title": area.title, "domain": area.domain, "entries": shown.entries}
            for area, shown in zip(areas, built.areas, strict=True)
        ],
        "entries": [_entry(entry) for entry in entries],
    }


def evidence_of(entry: CpdEntry) -> list[str]:
    """What shows the entry, by its titles; what was withdrawn says so."""
    items = [shown.item for shown in entry.evidence.all()]
    return [WITHDRAWN.format(item.title) if item.withdrawn_at else item.title for item in items]


def _entry(entry: CpdEntry) -> dict[str, Any]:
    facts = [format_date(entry.on, "j F Y"), entry.get_activity_display(), entry.area.title, entry.spent]
    said = [{"name": name, "text": getattr(entry, column)} for name, column in STAGES]
    return {
        "title": entry.title,
        "facts": [fact for fact in facts if fact],
        "stages": [stage for stage in said if stage["text"]],
        "evidence": evidence_of(entry),
    }
