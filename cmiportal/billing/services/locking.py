"""The order's row is the lock for its payments, lines and state; the discount's and the series' rows come after it."""

from ..models import Order


def locked(order: Order) -> Order:
    """The order read afresh with its payer, its row locked until the transaction ends.

    Only the payer, who never changes, is read with it: after waiting for a lock PostgreSQL reads the row anew, but not
    the rows that were joined to it.
    """
    return Order.objects.select_for_update(of=("self",)).select_related("person").get(pk=order.pk)
