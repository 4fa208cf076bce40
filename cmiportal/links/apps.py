"""The app links of the ground floor."""

from django.apps import AppConfig

from cmiportal.registry import register

from . import kinds


class LinksConfig(AppConfig):
    name = "cmiportal.links"
    label = "links"

    def ready(self) -> None:
        """Offer the privacy tables."""
        register(*kinds.PRIVACY)
