"""Which rows a person sees, and which are due for the sweep."""

from datetime import datetime
from typing import Any

from django.db import models


class StoredFileQuerySet(models.QuerySet):
    """Files in private storage."""

    def servable(self) -> "StoredFileQuerySet":
        """Judged as harmless; whether a person may open one is the rule of its kind."""
        return self.filter(verdict="clean")

    def forgotten(self, *, before: datetime) -> "StoredFileQuerySet":
        """Taken in before that moment and still without a verdict: the process that judged them is gone."""
        return self.filter(verdict="quarantined", created_at__lt=before)


class ItemQuerySet(models.QuerySet):
    """Evidence items."""

    def visible_to(self, user: Any) -> "ItemQuerySet":
        """A person's own; others reach evidence through what was handed in, never through the item."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def current(self) -> "ItemQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)
