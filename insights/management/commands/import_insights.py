"""`manage.py import_insights FOLDER`: bring the site's texts in; see docs/insights-format.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cmiportal.importing import BadFile
from insights.services.content import import_insights

ENDINGS = {".md", ".toml"}


class Command(BaseCommand):
    """What was added is printed line by line; rows that are there are left as editors made them."""

    help = "Add the articles, resources, reports, campaigns, pages and playlists of a folder: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path, help="a folder as described in docs/insights-format.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or end with everything that is to be mended."""
        folder = options["folder"]
        try:
            files = files_of(folder)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        try:
            report = import_insights(files=files, at=timezone.now())
        except BadFile as error:
            raise CommandError(f"{folder} is refused, and nothing was changed:\n{error}") from error
        if not options["verbosity"]:
            return
        for line in report.added:
            self.stdout.write(f"add {line}")
        self.stdout.write(f"{len(report.added)} added, {report.left} left as they were.")


def files_of(folder: Path) -> dict[str, bytes]:
    """The files that hold texts, by their names within the folder; raises OSError, also where there is no folder."""
    list(folder.iterdir())
    paths = sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
