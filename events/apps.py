"""Events: found, booked, waited for and attended."""

from django.apps import AppConfig

from cmiportal.registry import register


class EventsConfig(AppConfig):
    name = "events"
    label = "events"

    def ready(self) -> None:
        """Join what the ground floor and the roof offer."""
        from .kinds import ENTRIES  # models are loaded only now

        register(*ENTRIES)
