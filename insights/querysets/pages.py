"""Pages by who may see them, and by where they stand."""

from typing import Any

from django.db.models import Q, QuerySet

from cmiportal.accounts.groups import EDITORS


class PageQuerySet(QuerySet):
    """Pages of the site."""

    def visible_to(self, user: Any) -> "PageQuerySet":
        """Those that are published; all for editors."""
        if user.is_authenticated and user.serves_as(EDITORS):
            return self
        return self.published()

    def published(self) -> "PageQuerySet":
        """Those that anybody may open."""
        return self.filter(is_published=True)

    def in_menus(self) -> "PageQuerySet":
        """Those that the navigation leads to."""
        return self.published().exclude(menu="").only("path", "menu", "label", "position")

    def of_section(self, first: str) -> "PageQuerySet":
        """Those whose address begins with that part, without the words of their bodies; in the order of the menu."""
        within = Q(path=first) | Q(path__startswith=f"{first}/")
        return self.filter(within).order_by("position", "title").defer("body")
