"""The money of bookings that ended, or lost a guest: what was paid goes back, and an unpaid order ends with them.

Each is a transaction of its own after the one that ended the booking: giving money back locks the order and asks the
provider, which nobody who holds an event may wait for. What fails, or a stop in between, is found by the next run.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from cmiportal.billing.models import Order
from cmiportal.billing.services.amounts import received, received_of_each
from cmiportal.billing.services.locking import locked
from cmiportal.billing.services.messages import tell_bookkeepers
from cmiportal.billing.services.orders import end_unpaid
from cmiportal.billing.services.refunds import give_back
from cmiportal.billing.services.refusals import OrderRefused
from cmiportal.billing.workflow import ORDER_UNPAID, OrderState

from ..models import Booking

logger = logging.getLogger(__name__)
TAKEN_OFF = "A guest was taken off the booking."
HOLDING = (*ORDER_UNPAID, OrderState.PAID)


def held_of(booking: Booking) -> int:
    """What we hold of a booking that was paid, whole or in part, in pence.

    What came for an order that had ended is for the keepers of the books, who were told when it came.
    """
    order = booking.order
    return received(order) if order and order.state in HOLDING else 0


def held_of_each(bookings: Iterable[Booking]) -> dict[UUID, int]:
    """The same of many bookings that were read with their orders, by their keys; one query."""
    orders = {row.pk: row.order for row in bookings}
    pence = received_of_each(order.pk for order in orders.values() if order and order.state in HOLDING)
    return {key: pence.get(order.pk, 0) if order else 0 for key, order in orders.items()}


def see_to_money(*, at: datetime) -> int:
    """End the orders, and give the money back, of bookings that ended; returns how many were seen to.

    Where a provider refuses, the keepers of the books are told, and the next run asks again.
    """
    return sum(_seen_to(booking, at=at) for booking in Booking.objects.money_due().select_related("order"))


def _seen_to(booking: Booking, *, at: datetime) -> int:
    assert booking.order is not None  # what is due is due of an order
    try:
        return _see_to(booking, at=at)
    except OrderRefused as refusal:
        logger.warning("The money of booking %s did not go back: %s", booking.pk, refusal)
        said = f"The booking {booking} was cancelled, and its money could not be given back: {refusal}"
        tell_bookkeepers(booking.order, said, about=f"booking:{booking.pk}", at=at)
        return 0


@transaction.atomic
def _see_to(booking: Booking, *, at: datetime) -> int:
    assert booking.order is not None
    order = locked(booking.order)
    due = Booking.objects.money_due().filter(pk=booking.pk).first()
    if due is None:
        return 0  # another worker was first
    held = received(order) if order.state in HOLDING else 0
    if due.money_due_pence:
        return _see_to_part(due, order, min(due.money_due_pence, held), at=at)
    if held > 0:
        give_back(order=order, pence=held, reason=booking.because, at=at)
    end_unpaid(kind=order.kind, subject_id=order.subject_id, reason=booking.because, at=at)
    Booking.objects.filter(pk=booking.pk).update(money_due_at=None)
    return 1


def _see_to_part(booking: Booking, order: Order, pence: int, *, at: datetime) -> int:
    """What the places of guests cost who were taken off; what became due in the meantime stays due."""
    if pence > 0:
        give_back(order=order, pence=pence, reason=TAKEN_OFF, at=at)
    rows = Booking.objects.filter(pk=booking.pk)
    rows.filter(money_due_pence__isnull=False).update(money_due_pence=F("money_due_pence") - booking.money_due_pence)
    rows.filter(money_due_pence=0).update(money_due_pence=None, money_due_at=None)
    return 1
