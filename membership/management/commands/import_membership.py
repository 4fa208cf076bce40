"""`manage.py import_membership FILE`: bring a membership file in; see docs/membership-format.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from membership.services.membership_file import BadFile, import_membership


class Command(BaseCommand):
    """Reads the file whole, then hands it over; what was added and changed is printed line by line."""

    help = "Add and change grades, routes, criteria, areas and prices as a file has them: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="a JSON file as described in docs/membership-format.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or end with every fault of the file."""
        file = options["file"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            report = import_membership(content=content)
        except BadFile as error:
            raise CommandError(f"{file} is refused, and nothing was changed:\n{error}") from error
        if not options["verbosity"]:
            return
        for word, lines in (("add", report.added), ("change", report.changed)):
            for line in lines:
                self.stdout.write(f"{word} {line}")
        self.stdout.write(f"{len(report.added)} added, {len(report.changed)} changed, {report.left} left as they were.")
