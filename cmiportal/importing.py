"""Bringing a file into tables: what is new is added, what differs is changed, what the file does not name is left."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, models, transaction

from .database import rule_broken


class BadFile(Exception):
    """The file is refused, and nothing was written; ``faults`` names everything that is wrong with it."""

    def __init__(self, faults: Iterable[str]):
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass
class Report:
    """What an import did: a line for each thing added or changed, the number of those left as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: int = 0


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """A block in which everything is written, or nothing; raises BadFile where the database refuses."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise BadFile([f"the database refuses by its rule {rule_broken(error)}."]) from error


def bring_in(
    model: type[models.Model],
    word: str,
    entries: list[dict[str, Any]],
    report: Report,
    *,
    without: Collection[str] = (),
) -> None:
    """Write entries that are known by their ``key`` and all name the same columns, save those in ``without``."""
    known = model._default_manager.in_bulk([entry["key"] for entry in entries])
    names = [name for name in entries[0] if name not in ("key", *without)] if entries else []
    new, changed = [], []
    for entry in entries:
        row = known.get(entry["key"]) or model(key=entry["key"])
        differs = [name for name in names if getattr(row, name) != entry[name]]
        for name in differs:
            setattr(row, name, entry[name])
        if row._state.adding:
            new.append(row)
            report.added.append(f"{word} {entry['key']}")
        elif differs:
            changed.append(row)
            report.changed.append(f"{word} {entry['key']}: {', '.join(differs)}")
        else:
            report.left += 1
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, names)


class ImportCommand(BaseCommand):
    """Reads the file whole, then hands it to ``bring_in``; what was added and changed is printed line by line.

    ``described_in`` is the page that says what the file looks like.
    """

    described_in: ClassVar[str]
    bring_in: ClassVar[Callable[..., Report]]

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help=f"a JSON file as described in {self.described_in}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or end with every fault of the file."""
        file = options["file"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            report = type(self).bring_in(content=content)
        except BadFile as error:
            raise CommandError(f"{file} is refused, and nothing was changed:\n{error}") from error
        if not options["verbosity"]:
            return
        for word, lines in (("add", report.added), ("change", report.changed)):
            for line in lines:
                self.stdout.write(f"{word} {line}")
        self.stdout.write(f"{len(report.added)} added, {len(report.changed)} changed, {report.left} left as they were.")
