"""What billing registers: its messages, who may open an invoice, the list of orders, what a session knows, privacy."""

from typing import Any

from django.db.models import Exists, OuterRef

from cmiportal.registry import (
    DocumentKind,
    Entry,
    MergeTable,
    NavigationEntry,
    NotificationKind,
    PrivacyTable,
    SessionFact,
    WorkQueue,
)

from .models import Order
from .permissions import invoices_of
from .querysets import OrderQuerySet

ORDER = {
    "number": "O000018271",
    "what": "Member, one year",
    "total_pence": 12900,
    "path": "/orders/0191e1f0-0000-7000-8000-000000000000/",
}
ORDERED = "you ordered something from the Institute"
KEPT = "seven years from the end of the year in which it was settled, as the law on accounts asks"


def message(key: str, label: str, subject: str, example: dict[str, Any], reason: str = ORDERED) -> NotificationKind:
    """A kind of message with templates of its own name."""
    return NotificationKind(
        key=key, label=label, subject=subject, template=f"billing/mail/{key}", example=example, reason=reason
    )


def may_open_invoice(user: Any, file: Any) -> bool:
    """The payer, and who keeps the books."""
    return invoices_of(user).filter(pdf=file).exists()


def has_orders() -> Exists:
    """Whether an account ever ordered anything, as a column over the accounts."""
    return Exists(Order.objects.filter(person=OuterRef("pk")))


def keep_orders(user: Any, ordered: bool) -> None:
    """Put what was read with the account where ``shows_orders`` looks for it."""
    user._ordered = ordered


def shows_orders(user: Any) -> bool:
    """Whether the list of orders has anything for this person."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_ordered"):
        keep_orders(user, Order.objects.filter(person=user).exists())
    return user._ordered


def to_pay(user: Any) -> OrderQuerySet:
    """The person's orders that wait to be paid."""
    rows = Order.objects.visible_to(user) if shows_orders(user) else Order.objects.none()
    return rows.unpaid()


MESSAGES = (
    message("order_paid", "Receipt", "Receipt for order {number}", ORDER),
    message("payment_failed", "Payment failed", "Your payment for order {number} failed", ORDER | {"last": False}),
    message(
        "invoice_issued",
        "Invoice",
        "Invoice {invoice} for order {number}",
        ORDER | {"invoice": "INV000412", "due_on": "2027-02-18"},
    ),
    message(
        "refunded",
        "Money returned",
        "We have returned {amount} for order {number}",
        ORDER | {"amount": "£40", "reason": "The course was moved to a day that you cannot make.", "whole": False},
    ),
    message(
        "payment_to_check",
        "Payment to look at",
        "Order {number}: a payment to look at",
        {
            "number": "O000018271",
            "said": "£129 came in for an order that is cancelled: of £129 we now hold £129.",
            "path": "/admin/billing/order/0191e1f0-0000-7000-8000-000000000000/change/",
        },
        "you keep the Institute's books",
    ),
)
PRIVACY = (
    PrivacyTable(
        "order",
        model="billing.Order",
        person="person",
        export=("number", "title", "state", "payer", "purchase_order", "total_pence", "created_at", "paid_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "invoice",
        model="billing.Invoice",
        person="order__person",
        export=("kind", "number", "issued_at", "payer", "total_pence", "reason"),
        retention=KEPT,
    ),
    PrivacyTable(
        "payment",
        model="billing.Payment",
        person="order__person",
        export=("variant", "status", "total", "created"),
        retention=KEPT,
    ),
    PrivacyTable(
        "payment_event",
        model="billing.PaymentEvent",
        person="order__person",
        export=("provider", "kind", "pence", "reason", "received_at"),
        retention=KEPT,
    ),
)
MERGING = (
    MergeTable("billing.Order", called=("order, with its invoices", "orders, with their invoices"), moves=("person",)),
    MergeTable("billing.OrderEvent", called=("order", "orders"), keeps=("actor",), apart=(("actor", "order__person"),)),
)
ENTRIES: tuple[Entry, ...] = (
    *MESSAGES,
    DocumentKind("invoice", label="Invoice", may_open=may_open_invoice),
    SessionFact("orders", expression=has_orders, keep=keep_orders),
    NavigationEntry(
        "orders",
        label="Orders",
        url_name="billing:order_list",
        section="account",
        show=shows_orders,
        order=700,
        waiting=to_pay,
    ),
    WorkQueue("orders_to_pay", label="Your orders to pay", url_name="billing:order_list", waiting=to_pay),
    *PRIVACY,
    *MERGING,
)
