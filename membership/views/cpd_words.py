"""How pages of CPD say and draw what a record holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from cmiportal.ui.drawings import Part

from ..models import Area
from ..rules.areas import picture
from ..workflow import CpdReviewState

C = CpdReviewState
TAGS = {
    C.REQUESTED: "attention",
    C.SUBMITTED: "info",
    C.ACCEPTED: "positive",
    C.MORE_NEEDED: "attention",
    C.EXCUSED: "neutral",
}


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


def _area(area: Area, entries: int, year: str) -> DrawnArea:
    words = f"{area.title}: {entries or 'no'} {'entry' if entries == 1 else 'entries'}."
    query = urlencode({**({"year": year} if year else {}), "area": area.key})
    href = f"{reverse('membership:cpd_list')}?{query}" if entries else ""
    return DrawnArea(area, entries, [Part(entries, "", "chosen")] if entries else [], words, href)
