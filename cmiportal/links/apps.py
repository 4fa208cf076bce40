"""The app links of the ground floor."""

from django.apps import AppConfig

from cmiportal.registry import register

from . import kinds


class LinksConfig(AppConfig):
    name = "cmiportal.links"
    label = "links"

    def ready(self) -> None:
        """Offer the privacy tables, and say what becomes of links when accounts are merged."""
        register(*kinds.PRIVACY, *kinds.MERGING)
