"""What pages register: their places in the menus, and the tables that visitors read."""

from cmiportal.registry import Entry, NavigationSource, PublicTable

from ..services.navigation import PAGES

ENTRIES: tuple[Entry, ...] = (
    NavigationSource(key="pages", entries=PAGES.entries),
    PublicTable(key="page", model="insights.Page"),
    PublicTable(key="pageaddress", model="insights.PageAddress"),
)
