"""Attempts to pay by card: at most one under way for an order, whatever tabs are open."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from payments import PaymentError, PaymentStatus
from payments.core import provider_factory

from cmiportal.accounts.models import User

from ..models import PAYMENT_UNDER_WAY, Order, Payment
from ..permissions import is_the_payer
from ..rules.money import decimal_of
from ..workflow import ORDER_UNPAID
from .amounts import failures, received
from .locking import locked
from .refusals import OrderRefused

logger = logging.getLogger(__name__)


def card_variant() -> str:
    """The provider that takes cards here, by its key in PAYMENT_VARIANTS; empty where none is set up."""
    return next(iter(settings.PAYMENT_VARIANTS), "")


def card_refusal(order: Order, *, at: datetime) -> str:
    """Why the order cannot be paid by card now, as a sentence; empty when it can."""
    if order.state not in ORDER_UNPAID:
        return f"This order is {order.get_state_display().lower()}."
    if order.expires_at and order.expires_at <= at:
        return "The time in which this order could be paid is over."
    if not card_variant():
        return "Cards cannot be used at present. Pay by invoice."
    if failures(order) >= settings.PAYMENT_FAILURES_MAX:
        return "Several card payments have failed. Pay by invoice, or write to us."
    return ""


@transaction.atomic
def begin(*, order: Order, by: User, at: datetime) -> Payment:
    """The attempt that is under way for what is still owed, or a new one; raises OrderRefused.

    A second tab gets the first one's. One for another amount, or so old that the provider's page has closed, ends.
    """
    row = locked(order)
    if not is_the_payer(by, row):
        raise OrderRefused("Only the person who ordered can pay.")
    if reason := card_refusal(row, at=at):
        raise OrderRefused(reason)
    variant, due = card_variant(), decimal_of(row.total_pence - received(row))
    oldest = at - timedelta(minutes=settings.PAYMENT_PAGE_MINUTES)
    payment = row.payments.filter(status__in=PAYMENT_UNDER_WAY).first()
    if payment and payment.variant == variant and payment.total == due and payment.created > oldest:
        return payment
    end_attempts(row)
    return Payment.objects.create(
        order=row,
        variant=variant,
        total=due,
        currency=row.currency,
        description=f"{row.title} ({row.number})",
        created=at,
    )


def end_attempt(token: str | None, *, at: datetime) -> None:
    """The attempt is no longer under way: the next one gets a page of its own."""
    attempts = Payment.objects.filter(token=token, status__in=PAYMENT_UNDER_WAY)
    attempts.update(status=PaymentStatus.REJECTED, modified=at)


def end_attempts(order: Order) -> None:
    """End what is under way, and close the provider's page once the transaction is committed.

    If somebody pays there all the same meanwhile, the payment counts and the keepers of the books are told. The caller
    holds the order's lock.
    """
    for payment in order.payments.filter(status__in=PAYMENT_UNDER_WAY):
        payment.status = PaymentStatus.CANCELLED
        payment.save(update_fields=["status", "modified"])
        transaction.on_commit(_closing(payment), robust=True)


def _closing(payment: Payment) -> Callable[[], None]:
    """What closes the provider's page of this attempt; it says why, where it cannot."""

    def close() -> None:
        try:
            provider_factory(payment.variant, payment).cancel(payment)
        # Paid meanwhile, closed already, the provider does not answer, or is no longer set up here (ValueError).
        except (PaymentError, ValueError) as error:
            logger.warning("The page of payment %s could not be closed: %s", payment.pk, error)

    return close
