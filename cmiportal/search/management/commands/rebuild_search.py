"""`manage.py rebuild_search`: bring what can be found up to date with the tables."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cmiportal.search.services import rebuild


class Command(BaseCommand):
    """Writes what differs alone; a second run changes nothing."""

    help = "Bring everything that the search finds up to date with the tables, and count its words."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many entries changed."""
        changed = rebuild(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Search: {changed} entries changed.")
