"""The app merging of the ground floor."""

from django.apps import AppConfig

from cmiportal.registry import register


class MergingConfig(AppConfig):
    name = "cmiportal.merging"
    label = "merging"

    def ready(self) -> None:
        """Join what the ground floor offers."""
        from .kinds import ENTRIES  # models are loaded only now

        register(*ENTRIES)
