"""Places in a catalogue file, so that a person finds them: ``qualifications[3] (6D30).rule.groups[0].units[2]``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
# By which of its fields an entry of a list is known, the first that it has.
NAMES = {"levels": ("number",), "units": ("number",), "qualifications": ("code", "slug")}


class Place(str):
    """The place of ``path`` in a document; ``the file`` for the whole."""

    def __new__(cls, document: Any, path: Path) -> "Place":
        said = ""
        for depth, part in enumerate(path):
            if isinstance(part, int):
                said += f"[{part}]{_name(document, path[: depth + 1])}"
            else:
                said += f".{part}" if said else part
        return super().__new__(cls, said or "the file")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at one place."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class Sound:
    """The parts of a document that have the right shape; what is broken, or missing, is passed over."""

    def __init__(self, document: Any, broken: set[Path]):
        self.document = document
        self.broken = broken
        self._above = {path[:depth] for path in broken for depth in range(len(path))}

    def whole(self, *path: str | int) -> bool:
        """Whether nothing at, above or below the path is broken."""
        return path not in self._above and self._reachable(path)

    def value(self, *path: str | int, default: Any = None) -> Any:
        """What stands at the path, where it and all below it are sound; else the default."""
        return self._at(path, default) if self.whole(*path) else default

    def items(self, *path: str | int) -> Iterator[tuple[int, Any]]:
        """The sound entries of the list at the path, each with its index; an entry may have broken parts below it."""
        entries = self._at(path, None) if self._reachable(path) else None
        for index, entry in enumerate(entries or ()):
            if (*path, index) not in self.broken:
                yield index, entry

    def _reachable(self, path: Path) -> bool:
        return not any(path[:depth] in self.broken for depth in range(len(path) + 1))

    def _at(self, path: Path, default: Any) -> Any:
        value = self.document
        for part in path:
            if isinstance(part, int) or part in value:
                value = value[part]
            else:
                return default
        return value


def _name(document: Any, path: Path) -> str:
    """The name in brackets that an entry of one of the three lists is known by, or nothing."""
    if len(path) != 2 or path[0] not in NAMES:
        return ""
    entry = document[path[0]][path[1]]
    known = [entry[field] for field in NAMES[path[0]] if isinstance(entry, dict) and entry.get(field)]
    return f" ({known[0]})" if known and isinstance(known[0], str | int) else ""
