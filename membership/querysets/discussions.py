"""Slots: an assessor's own, and those that an applicant can book."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet


class SlotQuerySet(QuerySet):
    """Times for professional discussions."""

    def visible_to(self, user: Any) -> "SlotQuerySet":
        """The assessor's own."""
        return self.filter(assessor=user) if user.is_authenticated else self.none()

    def free(self, *, after: datetime) -> "SlotQuerySet":
        """Neither withdrawn nor booked, and starting after that moment."""
        taken = self.model.objects.filter(discussions__cancelled_at=None, discussions__isnull=False)
        return (
            self.filter(withdrawn_at=None, during__startswith__gt=after)
            .exclude(pk__in=taken.values("pk"))
            .order_by("during", "pk")
        )
