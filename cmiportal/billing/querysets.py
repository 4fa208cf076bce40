"""Prices by day, orders by who may see them and what waits."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from .workflow import ORDER_UNPAID, OrderState


class PriceQuerySet(QuerySet):
    """Prices."""

    def on(self, day: date) -> "PriceQuerySet":
        """Those that hold on that day."""
        return self.filter(during__contains=day)


class DiscountQuerySet(QuerySet):
    """Discount codes."""

    def usable(self, *, on: date) -> "DiscountQuerySet":
        """Those that hold on that day and have uses left; cancelled orders give theirs back."""
        used = Count("orders", filter=~Q(orders__state=OrderState.CANCELLED))
        return self.filter(during__contains=on).annotate(used=used).filter(Q(uses=None) | Q(used__lt=F("uses")))


class OrderQuerySet(QuerySet):
    """Orders."""

    def visible_to(self, user: Any) -> "OrderQuerySet":
        """The person's own."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def for_list(self) -> "OrderQuerySet":
        """Those to be paid first, then the newest."""
        waits = Case(When(state__in=ORDER_UNPAID, then=0), default=1)
        return self.order_by(waits, "-created_at", "pk")

    def unpaid(self) -> "OrderQuerySet":
        """To be paid, invoiced or not."""
        return self.filter(state__in=ORDER_UNPAID)

    def expired(self, *, at: datetime) -> "OrderQuerySet":
        """To be paid, and their time is over."""
        return self.unpaid().filter(expires_at__lte=at)
