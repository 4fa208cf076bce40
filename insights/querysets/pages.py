"""Pages by who may see them."""

from typing import Any

from django.db.models import QuerySet

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
