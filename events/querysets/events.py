"""Events by who may see them, and by when they are."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateField, DateTimeField, F, Func, Q, QuerySet
from django.db.models.functions import Cast

from cmiportal.accounts.groups import EVENTS_TEAM
from cmiportal.rules.days import UK

from ..rules.months import after
from ..workflow import EVENT_PUBLIC, EventState

# A longer event is looked for no further back. From zone to zone a day begins up to fourteen hours earlier or later.
LONGEST = timedelta(days=7)
ZONES_APART = timedelta(hours=14)
INSTANT = timedelta(microseconds=1)


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

    def in_month(self, first: date) -> "EventQuerySet":
        """Those that take a day of the month that begins on ``first``, by the clock of their place; by their start."""
        begin, end = _begin(first), _begin(after(first))
        near = self.filter(
            starts_at__gte=begin - LONGEST - ZONES_APART,
            starts_at__lt=end + ZONES_APART,
            ends_at__gt=begin - ZONES_APART,
        )
        days = near.alias(first_day=_day(F("starts_at")), last_day=_day(F("ends_at") - INSTANT))
        return days.filter(first_day__lt=after(first), last_day__gte=first).order_by("starts_at", "pk")

    def beginning_from(self, day: date) -> "EventQuerySet":
        """Those that begin on that day or later by the clock of their place, and take place; the next first."""
        near = self.filter(starts_at__gte=_begin(day) - ZONES_APART).exclude(state=EventState.CANCELLED)
        return near.alias(first_day=_day(F("starts_at"))).filter(first_day__gte=day).order_by("starts_at", "pk")

    def bookable(self, *, at: datetime) -> "EventQuerySet":
        """Open for booking now, or for the waiting list where it is full."""
        opened = Q(opens_at=None) | Q(opens_at__lte=at)
        closed = Q(closes_at__lte=at) | Q(starts_at__lte=at)
        return self.filter(opened, state=EventState.PUBLISHED).exclude(closed)

    def over(self, *, at: datetime) -> "EventQuerySet":
        """Published, and the end is past: to be completed."""
        return self.filter(state=EventState.PUBLISHED, ends_at__lte=at)


def _day(moment: Any) -> Cast:
    """The day of a moment by the clock of the event's place."""
    return Cast(Func(F("time_zone"), moment, function="timezone", output_field=DateTimeField()), DateField())


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UK)
