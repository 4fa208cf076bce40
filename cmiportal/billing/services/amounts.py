"""Sums over what belongs to an order."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from ..models import Invoice, Order, PaymentEvent

MONEY = (PaymentEvent.Kind.PAYMENT, PaymentEvent.Kind.REFUND)


def received(order: Order) -> int:
    """What came in less what went back, in pence. A dispute moves no money here until it is lost."""
    events = order.payment_events.filter(kind__in=MONEY, applied_at__isnull=False)
    return events.aggregate(pence=Sum("pence"))["pence"] or 0


def received_of_each(orders: Iterable[UUID]) -> dict[UUID, int]:
    """The same of many orders, by their keys; one query, and no key of those for which nothing came."""
    events = PaymentEvent.objects.filter(order__in=list(orders), kind__in=MONEY, applied_at__isnull=False)
    return dict(events.order_by("order").values_list("order").annotate(pence=Sum("pence")))


def credited(order: Order) -> tuple[int, int]:
    """(total, VAT) of the order's credit notes, in pence."""
    notes = order.invoices.filter(kind=Invoice.Kind.CREDIT_NOTE)
    sums = notes.aggregate(total=Sum("total_pence"), vat=Sum("vat_pence"))
    return sums["total"] or 0, sums["vat"] or 0


def failures(order: Order) -> int:
    """How many attempts to pay the order failed."""
    return order.payment_events.filter(kind=PaymentEvent.Kind.FAILURE).count()
