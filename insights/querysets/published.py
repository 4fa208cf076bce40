"""What is published from a day on: reports, campaigns and resources."""

from datetime import date
from typing import Any, Self

from django.db.models import QuerySet

from cmiportal.accounts.groups import EDITORS


class PublishedQuerySet(QuerySet):
    """Rows with ``published_on``."""

    def visible_to(self, user: Any, *, on: date) -> Self:
        """Those that are published on that day; all for editors."""
        if user.is_authenticated and user.serves_as(EDITORS):
            return self
        return self.published(on=on)

    def published(self, *, on: date) -> Self:
        """Those that anybody may find on that day."""
        return self.filter(published_on__lte=on)
