"""`manage.py load_demo`: the demo's people and their work, once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cmiportal.demo.loading import load_demo


class Command(BaseCommand):
    """Needs the catalogue; a second run changes nothing."""

    help = "Load the demo's people, centres and work, with dates that follow today."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say whether there was anything to load."""
        loaded = load_demo(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write("The demo's people are loaded." if loaded else "The demo's people are there already.")
