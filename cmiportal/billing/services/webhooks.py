"""Stripe's events as facts about our orders: each is named after the object it is about, so a repeated one is known."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from ..models import Payment, PaymentEvent
from .attempts import end_attempt
from .payments import record

logger = logging.getLogger(__name__)

STRIPE = "stripe"
Kind = PaymentEvent.Kind


class NotYetKnown(Exception):
    """The event is about a payment that was not reported yet; Stripe sends it again later."""


def take(event: dict[str, Any], *, at: datetime) -> None:
    """Do what one verified event asks; kinds that we know nothing of are left alone.

    Raises NotYetKnown for a refund or dispute that comes before the payment it is about.
    """
    handler = HANDLERS.get(event["type"])
    if handler:
        handler(event["id"], event["data"]["object"], at)


def _session_paid(event_id: str, session: dict[str, Any], at: datetime) -> None:
    """A finished page; with some means of payment the money comes days later, by an event of its own."""
    payment = _of_token(session["client_reference_id"])
    if payment and session["payment_status"] == "paid":
        _record(session["payment_intent"], payment, Kind.PAYMENT, session["amount_total"], at)


def _session_over(event_id: str, session: dict[str, Any], at: datetime) -> None:
    """A page that closed: the next attempt gets a new one. Nothing failed where nobody paid."""
    end_attempt(session["client_reference_id"], at=at)


@transaction.atomic
def _session_failed(event_id: str, session: dict[str, Any], at: datetime) -> None:
    """A means of payment that took days, and then failed."""
    if payment := _of_token(session["client_reference_id"]):
        _record(event_id, payment, Kind.FAILURE, 0, at)
    _session_over(event_id, session, at)


def _card_declined(event_id: str, intent: dict[str, Any], at: datetime) -> None:
    """The bank said no; Stripe's page stays open for another card."""
    if payment := _of_token(intent["metadata"].get("token")):
        _record(event_id, payment, Kind.FAILURE, 0, at)


def _refunded(event_id: str, refund: dict[str, Any], at: datetime) -> None:
    """Money given back, by us or at Stripe's own desk; one that failed later came in again."""
    payment = _of_intent(refund["payment_intent"])
    if refund["status"] in ("failed", "canceled"):
        if PaymentEvent.objects.filter(provider=STRIPE, provider_event_id=refund["id"]).exists():
            _record(f"{refund['id']}-{refund['status']}", payment, Kind.PAYMENT, refund["amount"], at)
    else:
        _record(refund["id"], payment, Kind.REFUND, -refund["amount"], at)


def _disputed(event_id: str, dispute: dict[str, Any], at: datetime) -> None:
    _record(dispute["id"], _of_intent(dispute["payment_intent"]), Kind.DISPUTE, -dispute["amount"], at)


def _dispute_decided(event_id: str, dispute: dict[str, Any], at: datetime) -> None:
    """A lost dispute takes the money back; one that was won changes nothing."""
    if dispute["status"] == "lost":
        payment = _of_intent(dispute["payment_intent"])
        _record(f"{dispute['id']}-lost", payment, Kind.REFUND, -dispute["amount"], at, reason=LOST)


LOST = "The payer's bank took the money back after a dispute."
HANDLERS: dict[str, Callable[[str, dict[str, Any], datetime], None]] = {
    "checkout.session.completed": _session_paid,
    "checkout.session.async_payment_succeeded": _session_paid,
    "checkout.session.async_payment_failed": _session_failed,
    "checkout.session.expired": _session_over,
    "payment_intent.payment_failed": _card_declined,
    "refund.created": _refunded,
    "refund.updated": _refunded,
    "refund.failed": _refunded,
    "charge.dispute.created": _disputed,
    "charge.dispute.closed": _dispute_decided,
}


def _record(name: str, payment: Payment, kind: str, pence: int, at: datetime, reason: str = "") -> None:
    record(
        provider=STRIPE,
        provider_event_id=name,
        order=payment.order,
        payment=payment,
        kind=kind,
        pence=pence,
        at=at,
        reason=reason,
    )


def _of_token(token: str | None) -> Payment | None:
    """The attempt that carries this token; None for what was paid at the same account but not here."""
    payment = Payment.objects.select_related("order").filter(token=token, variant=STRIPE).first() if token else None
    if payment is None:
        logger.warning("Stripe reports a payment that did not begin here")
    return payment


def _of_intent(payment_intent: str) -> Payment:
    paid = PaymentEvent.objects.filter(provider=STRIPE, provider_event_id=payment_intent).select_related(
        "payment__order"
    )
    if (event := paid.first()) is None or event.payment is None:
        raise NotYetKnown(payment_intent)
    return event.payment
