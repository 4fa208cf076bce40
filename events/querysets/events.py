"""Events by who may see them, and by when they are."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from cmiportal.accounts.groups import EVENTS_TEAM

from ..workflow import EVENT_PUBLIC, EventState


class EventQuerySet(QuerySet):
    """Events."""

    def visible_to(self, user: Any) -> "EventQuerySet":
        """All that were ever published; drafts for the events team."""
        if user.is_authenticated and user.serves_as(EVENTS_TEAM):
            return self
        return self.public()

    def public(self) -> "EventQuerySet":
        """Published, over or cancelled; one that was cancelled as a draft never was."""
        return self.filter(state__in=EVENT_PUBLIC, published_at__isnull=False)

    def upcoming(self, *, at: datetime) -> "EventQuerySet":
        """Published and not over, the next first."""
        return self.filter(state=EventState.PUBLISHED, ends_at__gt=at).order_by("starts_at", "pk")

    def past(self, *, at: datetime) -> "EventQuerySet":
        """Over, the last first."""
        over = Q(state=EventState.COMPLETED) | Q(state=EventState.PUBLISHED, ends_at__lte=at)
        return self.filter(over).order_by("-starts_at", "-pk")

    def bookable(self, *, at: datetime) -> "EventQuerySet":
        """Open for booking now, or for the waiting list where it is full."""
        opened = Q(opens_at=None) | Q(opens_at__lte=at)
        closed = Q(closes_at__lte=at) | Q(starts_at__lte=at)
        return self.filter(opened, state=EventState.PUBLISHED).exclude(closed)

    def over(self, *, at: datetime) -> "EventQuerySet":
        """Published, and the end is past: to be completed."""
        return self.filter(state=EventState.PUBLISHED, ends_at__lte=at)
