"""Memberships by whose they are and when they end; requests by who may see them."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.rules.days import UK

from ..workflow import MEMBERSHIP_CURRENT, MEMBERSHIP_HAS_PERIOD, REQUEST_OPEN, MembershipState, RequestState


class MembershipQuerySet(QuerySet):
    """Memberships."""

    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """The person's own; all for the membership team."""
        if not user.is_authenticated:
            return self.none()
        return self if user.serves_as(MEMBERSHIP_ASSESSORS) else self.filter(person=user)

    def of(self, person: Any) -> "MembershipQuerySet":
        """The person's, the current one first: where accounts were merged, one that ended may stand beside it."""
        is_over = Case(When(state__in=MEMBERSHIP_CURRENT, then=Value(0)), default=Value(1))
        return self.filter(person=person.pk).order_by(is_over, "-created_at")

    def current(self) -> "MembershipQuerySet":
        """Pending, active, in grace or suspended: at most one of a person."""
        return self.filter(state__in=MEMBERSHIP_CURRENT)

    def held(self) -> "MembershipQuerySet":
        """Active or in grace: what members have."""
        return self.filter(state__in=MEMBERSHIP_HAS_PERIOD)

    def over(self, *, on: date) -> "MembershipQuerySet":
        """Active, and the last day is past."""
        return self.filter(state=MembershipState.ACTIVE, ends_on__lt=on)


class GradeRequestQuerySet(QuerySet):
    """Requests to join, to rise, to come back."""

    def visible_to(self, user: Any) -> "GradeRequestQuerySet":
        """The person's own; all that were sent for the membership team."""
        if not user.is_authenticated:
            return self.none()
        if user.serves_as(MEMBERSHIP_ASSESSORS):
            return self.exclude(state=RequestState.DRAFT) | self.filter(person=user)
        return self.filter(person=user)

    def open(self) -> "GradeRequestQuerySet":
        """Not answered yet: at most one of a person."""
        return self.filter(state__in=REQUEST_OPEN)

    def waiting(self) -> "GradeRequestQuerySet":
        """With the membership team, the longest waiting first."""
        return self.filter(state=RequestState.REVIEW).order_by("submitted_at", "pk")


class RenewalReminderQuerySet(QuerySet):
    """The ledger of reminders."""

    def by_day(self, *, since: date) -> "RenewalReminderQuerySet":
        """What the runs of each UK day sent and skipped, as dicts of ``day``, ``sent``, ``skipped``; the last first."""
        days = self.annotate(day=TruncDate("at", tzinfo=UK)).filter(day__gte=since).values("day")
        counts = {name: Count("pk", filter=Q(outcome=name)) for name in ("sent", "skipped")}
        return days.annotate(**counts).order_by("-day")
