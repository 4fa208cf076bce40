"""How pages of CPD say and draw what a record holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from cmiportal.documents.models import Item, ItemVersion
from cmiportal.ui.drawings import Part

from ..models import Area, CpdEntry
from ..querysets.cpd import CpdEntryQuerySet
from ..rules.areas import picture
from ..services.cpd.record import STAGES
from ..services.cpd.reviews import Told, kept_versions
from ..workflow import CpdReviewState

C = CpdReviewState
TAGS = {
    C.REQUESTED: "attention",
    C.SUBMITTED: "info",
    C.ACCEPTED: "positive",
    C.MORE_NEEDED: "attention",
    C.EXCUSED: "neutral",
}


SAID = {
    "create": "Drawn, record asked for",
    "submit": "Record sent",
    "accept": "Record accepted",
    "ask_more": "More asked for",
    "excuse": "Excused",
}


@dataclass(frozen=True)
class Line:
    """A move as a line of a timeline, with the note or the reason in it."""

    words: str
    at: datetime
    said: str


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence as it was when the record was sent; of a withdrawn one its title is left."""

    item: Item
    version: ItemVersion | None


@dataclass(frozen=True)
class ShownEntry:
    """An entry before a reviewer; ``is_newer`` where it was added or changed since the record was sent."""

    entry: CpdEntry
    stages: list[tuple[str, str]]
    evidence: list[Evidence]
    is_newer: bool


@dataclass(frozen=True)
class DrawnArea:
    """An area with its number of entries: a bar, the words that say the same, and where its entries are."""

    area: Area
    entries: int
    bar: list[Part]
    words: str
    href: str


@dataclass(frozen=True)
class DrawnPicture:
    """The nine areas; ``most`` is the length of the longest bar, ``empty`` the titles of those without an entry."""

    areas: list[DrawnArea] = field(default_factory=list)
    most: int = 1
    empty: list[str] = field(default_factory=list)


def drawn(areas: Sequence[Area], built: Mapping[str, int], *, year: str) -> DrawnPicture:
    """The picture of what these numbers of entries build; its links keep the year."""
    shown = picture([area.key for area in areas], (key for key, number in built.items() for _ in range(number)))
    rows = [_area(area, one.entries, year) for area, one in zip(areas, shown.areas, strict=True)]
    titles = [area.title for area in areas if area.key in shown.empty]
    return DrawnPicture(rows, max([row.entries for row in rows], default=0) or 1, titles)


def told_of(story: Iterable[Told]) -> list[Line]:
    """The moves, the latest first."""
    return [Line(SAID[told.event.action], told.event.at, told.said) for told in story][::-1]


def shown_with_evidence(entries: CpdEntryQuerySet, *, sent_at: datetime) -> list[ShownEntry]:
    """Entries with what stood behind them at that moment; three queries."""
    kept = kept_versions(entries, until=sent_at)
    return [
        ShownEntry(
            entry,
            [(name, text) for name, column in STAGES if (text := getattr(entry, column))],
            [
                Evidence(one.item, None if one.item.withdrawn_at else kept.get(one.item_id))
                for one in entry.evidence.all()
            ],
            entry.changed_at > sent_at,
        )
        for entry in entries.whole()
    ]


def _area(area: Area, entries: int, year: str) -> DrawnArea:
    words = f"{area.title}: {entries or 'no'} {'entry' if entries == 1 else 'entries'}."
    query = urlencode({**({"year": year} if year else {}), "area": area.key})
    href = f"{reverse('membership:cpd_list')}?{query}" if entries else ""
    return DrawnArea(area, entries, [Part(entries, "", "chosen")] if entries else [], words, href)
