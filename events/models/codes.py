"""Discount codes for events: rows of billing's own table, which knows what each code is for."""

from typing import ClassVar

from django.db import models

from cmiportal.billing.models import Discount
from cmiportal.billing.querysets import DiscountQuerySet

PRODUCT = "event"  # by which billing knows a line of an order, and a code for it


class EventCodeManager(models.Manager.from_queryset(DiscountQuerySet)):  # type: ignore[misc]
    """The codes for events; those for all and for other things are billing's."""

    def get_queryset(self) -> DiscountQuerySet:
        """Of this product alone."""
        rows: DiscountQuerySet = super().get_queryset()
        return rows.filter(product=PRODUCT)


class EventCode(Discount):
    """A code that takes some per cent off a booking; it has rights of its own, so that its keepers keep no others."""

    objects: ClassVar[EventCodeManager] = EventCodeManager()

    class Meta:
        proxy = True
        verbose_name = "discount code"
