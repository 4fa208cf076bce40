"""The workflow of an order as a table; see ``cmiportal.workflow``. Payments alone pay an order, nobody by hand."""

from django.db.models import TextChoices

from cmiportal.workflow import BY_CLOCK, Transition, Workflow

PERMISSIONS = "cmiportal.billing.permissions"


class OrderState(TextChoices):
    OPEN = "open", "To be paid"
    INVOICED = "invoiced", "Invoiced, to be paid"
    PAID = "paid", "Paid"
    CANCELLED = "cancelled", "Cancelled"
    REFUNDED = "refunded", "Refunded"


S = OrderState
ORDER_UNPAID = (S.OPEN, S.INVOICED)
ORDER_WAS_PAID = (S.PAID, S.REFUNDED)

ORDER = Workflow(
    "order",
    permissions=PERMISSIONS,
    transitions=(
        Transition("invoice", "Pay by invoice", (S.OPEN,), S.INVOICED, "is_the_payer"),
        # What has come in reaches the total; no person says so.
        Transition("pay", "Payment received", (S.OPEN, S.INVOICED), S.PAID, BY_CLOCK),
        Transition("cancel", "Cancel the order", (S.OPEN,), S.CANCELLED, "is_the_payer"),
        Transition("withdraw", "Withdraw the invoice", (S.INVOICED,), S.CANCELLED, "keeps_the_books"),
        Transition("expire", "Not paid in time", (S.OPEN, S.INVOICED), S.CANCELLED, BY_CLOCK),
        # Everything that came in has gone back.
        Transition("refund", "Money returned", (S.PAID,), S.REFUNDED, BY_CLOCK),
    ),
)
