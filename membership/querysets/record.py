"""Experience and qualifications held: a person's own, and what counts."""

from typing import Any

from django.db.models import QuerySet


class _OwnRows(QuerySet):
    """Rows of one person, who alone changes them."""

    def visible_to(self, user: Any) -> Any:
        """The person's own."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def counting(self) -> Any:
        """All but what somebody looked at and did not accept."""
        return self.exclude(state="refused")


class ExperienceQuerySet(_OwnRows):
    """Posts in management."""


class QualificationHeldQuerySet(_OwnRows):
    """Qualifications held."""
