"""What follows when an order is paid, cancelled or refunded; the caller holds its lock."""

from datetime import datetime
from typing import Any

from cmiportal.registry import OrderKind, find
from cmiportal.workflow import move

from ..models import Order
from .attempts import end_attempts
from .invoices import credit_whole, issue_invoice
from .messages import tell_payer


def mark_paid(order: Order, *, at: datetime) -> None:
    """Move the order to paid, once; what it is for is told, its invoice written, its payer sent a receipt."""
    move(order, "pay", at=at, paid_at=at)
    end_attempts(order)
    if order.total_pence:
        issue_invoice(order, at=at)
    find(OrderKind, order.kind).paid(order, at)
    tell_payer(order, "order_paid", at=at)


def mark_cancelled(order: Order, action: str, *, at: datetime, reason: str, actor: Any = None) -> None:
    """Move the order to cancelled by this action; an invoice is credited, what it was for is told."""
    move(order, action, at=at, actor=actor)
    end_attempts(order)
    credit_whole(order, reason=reason, at=at)
    find(OrderKind, order.kind).cancelled(order, at)


def mark_refunded(order: Order, *, at: datetime) -> None:
    """Move the order to refunded: everything that came in has gone back."""
    move(order, "refund", at=at)
    find(OrderKind, order.kind).refunded(order, at)
