"""The order's row is the lock for its payments, lines and state; the discount's and the series' rows come after it."""

from ..models import Order


def locked(order: Order) -> Order:
    """The order read afresh with its payer, its row locked until the transaction ends."""
    return Order.objects.select_for_update(of=("self",)).select_related("person", "discount").get(pk=order.pk)
