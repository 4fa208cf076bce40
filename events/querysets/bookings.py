"""Bookings by whose they are, and by what is due."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum, Value
from django.db.models.functions import Replace

from cmiportal.accounts.groups import EVENTS_TEAM
from cmiportal.database import ImmutableUnaccent

from ..workflow import BOOKING_COMES, BOOKING_LIVE, BOOKING_TAKES_PLACES, BookingState


class BookingQuerySet(QuerySet):
    """Bookings."""

    def visible_to(self, user: Any) -> "BookingQuerySet":
        """The person's own; all for the events team."""
        if not user.is_authenticated:
            return self.none()
        return self if user.serves_as(EVENTS_TEAM) else self.filter(person=user)

    def live(self) -> "BookingQuerySet":
        """Not cancelled: at most one of a person and event."""
        return self.filter(state__in=BOOKING_LIVE)

    def coming(self) -> "BookingQuerySet":
        """Confirmed, or there."""
        return self.filter(state__in=BOOKING_COMES)

    def line(self) -> "BookingQuerySet":
        """Waiting, in the order in which they are offered places; nobody waits for who has closed the account."""
        return self.filter(state=BookingState.WAITLISTED, person__is_active=True).order_by("waiting_since", "pk")

    def offers_over(self, *, at: datetime) -> "BookingQuerySet":
        """Offers that nobody took in time."""
        return self.filter(state=BookingState.OFFERED, offer_expires_at__lte=at)

    def by_name(self) -> "BookingQuerySet":
        """In the order of the alphabet, whichever the database has: no accent, capital or apostrophe counts.

        So Łukasz stands beside Luke and O'Brien beside Obrien; people of one name in the order in which they booked.
        """
        name = Replace(ImmutableUnaccent("person__name"), Value("'"))
        return self.alias(in_order=name).order_by("in_order", "pk")

    def money_due(self) -> "BookingQuerySet":
        """Ended, and their order waits to be ended too or their money to go back; the longest first."""
        return self.filter(money_due_at__isnull=False).order_by("money_due_at", "pk")

    def with_needs(self) -> "BookingQuerySet":
        """With access or dietary needs."""
        return self.exclude(access_needs="", diet="")

    def people(self) -> int:
        """How many people the places of these bookings are taken for."""
        return self.filter(state__in=BOOKING_TAKES_PLACES).aggregate(people=Sum("party"))["people"] or 0
