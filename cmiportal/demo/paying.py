"""How the demo's people pay: by card at the page that plays the bank, or by invoice and transfer."""

from datetime import datetime

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order, PaymentEvent
from cmiportal.billing.services import attempts, bank, orders, payments

Kind = PaymentEvent.Kind


def by_card(order: Order, *, at: datetime) -> None:
    """The payer's bank pays."""
    attempt = attempts.begin(order=order, by=order.person, at=at)
    payments.record(
        provider=attempt.variant,
        provider_event_id=attempt.token,
        order=order,
        payment=attempt,
        kind=Kind.PAYMENT,
        pence=attempt.pence,
        at=at,
    )


def declined(order: Order, *, at: datetime) -> None:
    """The payer's bank says no; the order stays to be paid."""
    attempt = attempts.begin(order=order, by=order.person, at=at)
    payments.record(
        provider=attempt.variant,
        provider_event_id=f"{attempt.token}-declined",
        order=order,
        payment=attempt,
        kind=Kind.FAILURE,
        pence=0,
        at=at,
    )
    attempts.end_attempt(attempt.token, at=at)


def by_invoice(order: Order, *, payer: str, purchase_order: str, at: datetime) -> Order:
    """An invoice for somebody's employer, under the employer's own number."""
    return orders.invoice(order=order, by=order.person, payer=payer, purchase_order=purchase_order, at=at)


def transferred(order: Order, *, reference: str, by: User, at: datetime) -> None:
    """What the order costs has come in at the bank."""
    bank.record_transfer(order=order, by=by, reference=reference, pence=order.total_pence, at=at)
