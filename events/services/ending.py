"""How a booking ends, whatever the reason: it moves, its needs are forgotten, its places are free, its money is due."""

from datetime import datetime
from typing import Any

from cmiportal.accounts.models import User
from cmiportal.workflow import move

from ..models import Booking
from ..workflow import BOOKING_TAKES_PLACES
from .places import give_back


def end(
    booking: Booking,
    action: str,
    *,
    because: str,
    at: datetime,
    by: User | None = None,
    moves: int | None = None,
    money: bool = False,
) -> None:
    """End a booking by this action; with ``money`` its order is ended, or paid back, right afterwards (``money``).

    The caller holds the event's lock, and then offers what is free to the line. Raises MoveNotAllowed and StaleMove.
    """
    took = booking.state in BOOKING_TAKES_PLACES
    move(
        booking,
        action,
        actor=by,
        at=at,
        moves=moves,
        because=because,
        access_needs="",
        diet="",
        sequence=booking.sequence + 1,
        **_money_of(booking, is_all=money, at=at),
    )
    if took:
        give_back(booking.event, booking.party)


def _money_of(booking: Booking, *, is_all: bool, at: datetime) -> dict[str, Any]:
    """All of it; or what goes back for guests who were taken off, which nobody loses who cancels late."""
    if is_all and booking.order_id:
        return {"money_due_at": at, "money_due_pence": None}
    if booking.money_due_pence:
        return {}
    return {"money_due_at": None}
