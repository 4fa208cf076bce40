"""The roof: the home page, the menus of the site, and the health of the whole."""

from django.apps import AppConfig, apps

from cmiportal.registry import PublicTable, every, register
from cmiportal.visitors import publish_changes_of


class SiteConfig(AppConfig):
    name = "cmiportal.site"
    label = "site"

    def ready(self) -> None:
        """Name the menus, and publish what the other apps say visitors read: they are ready before (INSTALLED_APPS)."""
        from .navigation import ENTRIES

        register(*ENTRIES)
        publish_changes_of(apps.get_model(entry.model) for entry in every(PublicTable))
