"""The picture of the nine areas of the Professional Standard: what a record has built in each. Nothing of Django."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Built:
    """An area with the number of entries that build it; ``share`` is of the area with most, 0 to 1."""

    key: str
    entries: int
    share: float


@dataclass(frozen=True)
class Picture:
    """All areas in their order."""

    areas: tuple[Built, ...]

    @property
    def empty(self) -> tuple[str, ...]:
        """The areas that no entry builds."""
        return tuple(area.key for area in self.areas if not area.entries)


def picture(areas: Sequence[str], entries: Iterable[str]) -> Picture:
    """What these entries, each named by its area, build; an area that is none of ``areas`` is left out."""
    counts = Counter(entries)
    most = max((counts[key] for key in areas), default=0)
    return Picture(tuple(Built(key, counts[key], counts[key] / most if most else 0.0) for key in areas))
