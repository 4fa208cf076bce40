"""Money given back, by a keeper of the books and with a reason."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from payments import PaymentError
from payments.core import provider_factory

from cmiportal.accounts.models import User
from cmiportal.rules.amounts import pounds

from ..models import Order, PaymentEvent
from ..permissions import keeps_the_books
from .amounts import MONEY, received
from .locking import locked
from .payments import record
from .refusals import OrderRefused

BANK = "bank"


@transaction.atomic
def refund(*, order: Order, by: User, pence: int, reason: str, at: datetime) -> list[PaymentEvent]:
    """Give back so much of what is held, as ``give_back``, for a keeper of the books. Raises OrderRefused."""
    row = locked(order)
    if not keeps_the_books(by, row):
        raise OrderRefused("Only an administrator who is not the payer can give money back.")
    return give_back(order=row, pence=pence, reason=reason, at=at)


@transaction.atomic
def give_back(*, order: Order, pence: int, reason: str, at: datetime) -> list[PaymentEvent]:
    """Give back so much of what is held, newest payment first; returns an event for each payment it came by.

    For what follows by rule from something else, such as an event that is cancelled; a person uses ``refund``. A card
    is credited by the provider at once; to a bank account the Institute transfers the money itself. When this
    transaction is lost after the provider has acted, its report finds the order, and asking again gives nothing twice.
    Raises OrderRefused.
    """
    row = locked(order)
    if not reason.strip():
        raise OrderRefused("Say why; the reason is told to the payer and stands on the credit note.")
    held = received(row)
    if not 0 < pence <= held:
        raise OrderRefused(f"We hold {pounds(max(held, 0))} of this order: no more than that can go back.")
    return [
        record(
            provider=payment.provider,
            provider_event_id=_give_back(payment, rest, part),
            order=row,
            payment=payment.payment,
            kind=PaymentEvent.Kind.REFUND,
            pence=-part,
            at=at,
            reason=reason.strip(),
        )
        for payment, rest, part in _parts(row, pence)
    ]


def _parts(order: Order, pence: int) -> Iterator[tuple[PaymentEvent, int, int]]:
    """(payment, what is still held of it, what of that goes back), newest first, until it is so much."""
    left = pence
    for payment, rest in _held_by_payment(order):
        part = min(rest, left)
        if part > 0:
            left -= part
            yield payment, rest, part


def _held_by_payment(order: Order) -> Iterator[tuple[PaymentEvent, int]]:
    """(payment, what is still held of it), newest first; refunds count against the card or the bank they went to."""
    events = list(order.payment_events.filter(kind__in=MONEY).select_related("payment"))
    back: dict[tuple[str, int | None], int] = {}
    for event in events:
        if event.kind == PaymentEvent.Kind.REFUND:
            source = (event.provider, event.payment_id)
            back[source] = back.get(source, 0) - event.pence
    for event in reversed(events):
        if event.kind == PaymentEvent.Kind.PAYMENT:
            source = (event.provider, event.payment_id)
            gone = min(back.get(source, 0), event.pence)
            back[source] = back.get(source, 0) - gone
            yield event, event.pence - gone


def _give_back(payment: PaymentEvent, held: int, pence: int) -> str:
    """The provider's name for the refund; the same amount of what is held, asked again, is the same refund."""
    key = f"{payment.provider_event_id}-{held}-{pence}"
    if payment.payment is None:
        return f"back-{key}"
    try:
        provider = provider_factory(payment.payment.variant, payment.payment)
        return provider.give_back(payment.provider_event_id, pence=pence, token=payment.payment.token, key=key)
    except (PaymentError, ValueError) as error:  # ValueError: the provider is no longer set up here
        raise OrderRefused(f"The provider did not give the money back: {error}") from error
