"""Mappings of evidence to criteria: the learner's own working view."""

from typing import Any

from django.db.models import QuerySet


class MappingQuerySet(QuerySet):
    """Evidence mapped to criteria."""

    def visible_to(self, user: Any) -> "MappingQuerySet":
        """The learner's own; staff see what was handed in, never the portfolio in the making."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(learner=user)

    def with_evidence(self) -> "MappingQuerySet":
        """With item, draft and file in one query, the oldest evidence first."""
        return self.select_related("item__draft__file", "criterion").order_by("item__created_at", "item", "criterion")
