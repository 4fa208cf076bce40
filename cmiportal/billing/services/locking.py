"""The order's row is the lock for its payments, lines and state; the discount's and the series' rows come after it."""

from ..models import Discount, Order


def locked(order: Order) -> Order:
    """The order read afresh with its payer, its row locked until the transaction ends.

    Only the payer, who never changes, is read with it: after waiting for a lock PostgreSQL reads the row anew, but not
    the rows that were joined to it.
    """
    return Order.objects.select_for_update(of=("self",)).select_related("person").get(pk=order.pk)


def locked_discount(code: str) -> Discount | None:
    """The discount of this code as somebody typed it, its row locked: the last use of a code goes to one order.

    Whoever opens an order while holding locks that come after this one takes it before them.
    """
    return Discount.objects.select_for_update().filter(code=code.strip().upper()).first()
