"""Resources and playlists by who may see them."""

from typing import Any

from django.db.models import QuerySet

from cmiportal.accounts.groups import EDITORS

from .published import PublishedQuerySet


class ResourceQuerySet(PublishedQuerySet):
    """Resources: anybody sees that they are there; ``permissions.reads_resource`` says who reads them."""

    def for_lists(self) -> "ResourceQuerySet":
        """With their topics, without their texts."""
        return self.select_related("topic").defer("body")


class PlaylistQuerySet(QuerySet):
    """Playlists of units."""

    def visible_to(self, user: Any) -> "PlaylistQuerySet":
        """Those that are published; all for editors."""
        if user.is_authenticated and user.serves_as(EDITORS):
            return self
        return self.published()

    def published(self) -> "PlaylistQuerySet":
        """Those that anybody may find."""
        return self.filter(is_published=True)
