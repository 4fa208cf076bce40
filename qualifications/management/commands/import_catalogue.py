"""`manage.py import_catalogue FILE [--dry-run]`: bring a catalogue file in; see docs/catalogue-format.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from qualifications.services.catalogue import BadCatalogue, Report, import_catalogue


class Command(BaseCommand):
    """Reads the file whole, then hands it over; what was added, changed and left is printed line by line."""

    help = "Add and change levels, units and qualifications as a catalogue file has them: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether to write at all."""
        parser.add_argument("file", type=Path, help="a JSON file as described in docs/catalogue-format.md")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or end with every fault of the file."""
        file, dry_run = options["file"], options["dry_run"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            report = import_catalogue(content=content, at=timezone.now(), dry_run=dry_run)
        except BadCatalogue as error:
            raise CommandError(f"{file} is refused, and nothing was changed:\n{error}") from error
        if options["verbosity"]:
            self.tell(report, dry_run=dry_run)

    def tell(self, report: Report, *, dry_run: bool) -> None:
        """A line for each thing added or changed, then the counts."""
        for what in report.added:
            self.stdout.write(f"add {what}")
        for what in report.changed:
            self.stdout.write(f"change {what}")
        if report.added or report.changed:
            self.stdout.write(
                f"{len(report.added)} added, {len(report.changed)} changed, {report.left} left as they were."
            )
        else:
            self.stdout.write(f"Nothing to do: all {report.left} entries of the file are there already.")
        if report.unnamed:
            self.stdout.write(f"Left alone, since the file does not name them: {report.unnamed}.")
        if dry_run:
            self.stdout.write("This was a dry run: nothing was written.")
