"""The roof: the home page, the menus of the site, and the health of the whole."""

from django.apps import AppConfig, apps

from cmiportal.registry import PublicTable, SearchSource, every, register
from cmiportal.visitors import publish_changes_of


class SiteConfig(AppConfig):
    name = "cmiportal.site"
    label = "site"

    def ready(self) -> None:
        """Name the menus; publish what the other apps say visitors read, and keep what can be found up to date.

        They are ready before (INSTALLED_APPS).
        """
        from cmiportal.search.services import follow

        from .navigation import ENTRIES

        register(*ENTRIES)
        publish_changes_of(apps.get_model(entry.model) for entry in every(PublicTable))
        follow(every(SearchSource))
