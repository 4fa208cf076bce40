"""Organisations by who acts for them, and the seats they gave."""

from typing import Any

from django.db.models import QuerySet


class OrganisationQuerySet(QuerySet):
    """Organisations with corporate membership."""

    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """Those that the person acts for."""
        return self.filter(staff__user=user) if user.is_authenticated else self.none()


class SeatQuerySet(QuerySet):
    """Seats."""

    def live(self) -> "SeatQuerySet":
        """Given and not released."""
        return self.filter(released_at=None)

    def visible_to(self, user: Any) -> "SeatQuerySet":
        """Those of organisations that the person acts for."""
        return self.filter(organisation__staff__user=user) if user.is_authenticated else self.none()
