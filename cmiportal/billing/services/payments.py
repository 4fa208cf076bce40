"""What providers and banks report about an order: kept once, applied once, in whatever order it comes."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from payments import PaymentStatus

from cmiportal.rules.amounts import pounds

from ..models import Order, Payment, PaymentEvent
from ..rules.money import decimal_of
from ..rules.settling import credit_due
from ..workflow import ORDER_UNPAID, OrderState
from .amounts import credited, failures, received
from .invoices import credit
from .locking import locked
from .messages import tell_bookkeepers, tell_payer
from .refusals import OrderRefused
from .settling import mark_paid, mark_refunded

Kind = PaymentEvent.Kind


class EventTaken(OrderRefused):
    """The provider's name for this event already stands for another one."""


@transaction.atomic
def record(
    *,
    provider: str,
    provider_event_id: str,
    order: Order,
    kind: str,
    pence: int,
    at: datetime,
    payment: Payment | None = None,
    reason: str = "",
) -> PaymentEvent:
    """Keep one event and apply it, under the lock of its order; the same one again changes nothing.

    ``pence`` is above nought for money that came in, below for money that went back or is disputed, nought for a
    failed attempt. Raises EventTaken when the same name comes with another order, kind or amount.
    """
    row = locked(order)
    said = PaymentEvent(
        provider=provider,
        provider_event_id=provider_event_id,
        order=row,
        payment=payment,
        kind=kind,
        pence=pence,
        received_at=at,
        reason=reason,
    )
    PaymentEvent.objects.bulk_create([said], ignore_conflicts=True)
    event = PaymentEvent.objects.select_related("payment").get(provider=provider, provider_event_id=provider_event_id)
    if (event.order_id, event.kind, event.pence) != (row.pk, kind, pence):
        raise EventTaken(f"{provider_event_id} is recorded already, for another payment ({event.order.number}).")
    if event.applied_at is None:
        event.applied_at = at
        event.save(update_fields=["applied_at"])
        APPLY[Kind(kind)](event, row, at)
    return event


def _came_in(event: PaymentEvent, order: Order, at: datetime) -> None:
    """What is paid is the sum of all that came in and went back; reaching the total pays the order, once."""
    _settle_attempt(event)
    kept = received(order)
    if order.state in ORDER_UNPAID and kept >= order.total_pence:
        mark_paid(order, at=at)
        if kept == order.total_pence:
            return
    tell_bookkeepers(
        order,
        f"{pounds(event.pence)} came in for an order that is {order.get_state_display().lower()}: of"
        f" {pounds(order.total_pence)} we now hold {pounds(max(kept, 0))}.",
        about=f"payment:{event.pk}",
        at=at,
    )


def _went_back(event: PaymentEvent, order: Order, at: datetime) -> None:
    """A paid order's invoice is credited by what is no longer held; when nothing is, the order is refunded."""
    _settle_attempt(event)
    kept = received(order)
    if order.state == OrderState.PAID:
        due = credit_due(total=order.total_pence, received=kept, credited=credited(order)[0])
        if due:
            credit(order, pence=due, reason=event.reason, at=at)
        if kept <= 0:
            mark_refunded(order, at=at)
    whole = order.state == OrderState.REFUNDED
    amount = pounds(-event.pence)
    tell_payer(order, "refunded", about=str(event.pk), at=at, amount=amount, reason=event.reason, whole=whole)


def _failed(event: PaymentEvent, order: Order, at: datetime) -> None:
    """Tell the payer what to do next, once for an attempt; after the last attempt, the last step."""
    if order.state in ORDER_UNPAID:
        last = failures(order) >= settings.PAYMENT_FAILURES_MAX
        about = f"{event.payment_id or event.provider_event_id}:{'last' if last else ''}"
        tell_payer(order, "payment_failed", about=about, at=at, last=last)


def _disputed(event: PaymentEvent, order: Order, at: datetime) -> None:
    """Nothing moves until the dispute is decided; somebody has to answer it."""
    tell_bookkeepers(
        order,
        f"The payer's bank disputes {pounds(-event.pence)}. Answer at the provider before its last day; the order"
        " stays as it is unless the dispute is lost.",
        about=f"dispute:{event.pk}",
        at=at,
    )


APPLY = {Kind.PAYMENT: _came_in, Kind.REFUND: _went_back, Kind.FAILURE: _failed, Kind.DISPUTE: _disputed}


def _settle_attempt(event: PaymentEvent) -> None:
    """Let django-payments' row say what its events say."""
    payment = event.payment
    if payment is None:
        return
    events = payment.payment_events.filter(applied_at__isnull=False, kind__in=[Kind.PAYMENT, Kind.REFUND])
    kept = sum(events.values_list("pence", flat=True))
    payment.captured_amount = decimal_of(max(kept, 0))
    payment.status = PaymentStatus.CONFIRMED if kept > 0 else PaymentStatus.REFUNDED
    payment.save(update_fields=["captured_amount", "status", "modified"])
