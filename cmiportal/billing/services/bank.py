"""Transfers to the Institute's bank account, as somebody reads them from its statement."""

from datetime import datetime

from django.db import transaction

from cmiportal.accounts.models import User

from ..models import Order, PaymentEvent
from ..permissions import keeps_the_books
from .payments import record
from .refunds import BANK
from .refusals import OrderRefused


@transaction.atomic
def record_transfer(*, order: Order, by: User, reference: str, pence: int, at: datetime) -> PaymentEvent:
    """Keep a transfer under the bank's own reference, once; raises OrderRefused."""
    if not keeps_the_books(by, order):
        raise OrderRefused("Only an administrator who is not the payer can record a transfer.")
    if pence <= 0:
        raise OrderRefused("Give the amount that came in.")
    return record(
        provider=BANK,
        provider_event_id=reference.strip(),
        order=order,
        kind=PaymentEvent.Kind.PAYMENT,
        pence=pence,
        at=at,
    )
