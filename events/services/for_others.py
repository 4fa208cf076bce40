"""The events team books for somebody who has an account, by telephone or at the door, and takes a guest off a party."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.accounts.services import accounts_of

from ..models import Booking, Event
from ..rules.line import places
from ..workflow import BookingState
from .bookings import book, kept_until, locked_booking
from .by_the_team import ByTheTeam
from .messages import tell
from .party import change
from .refusals import AlreadyBooked, BookingRefused, EventFull


@transaction.atomic
def book_for(
    *,
    event: Event,
    email: str,
    guests: Sequence[str] = (),
    access_needs: str = "",
    diet: str = "",
    online: bool = False,
    free_because: str = "",
    by: User,
    at: datetime,
) -> Booking:
    """Places for the account with this address: at the listed price, or free of charge for a reason.

    What costs something is kept as long as an offer, never beyond the start, and the person is told to pay. Nobody is
    put before the waiting list. Raises BookingRefused with a sentence for the team, and MoveNotAllowed.
    """
    address = email.strip().lower()
    person = accounts_of([address]).get(address)
    if person is None or not person.is_active:
        raise BookingRefused(f"Nobody has an account with {address}. They make one first; then they can be booked.")
    asked: dict[str, Any] = {"guests": guests, "access_needs": access_needs, "diet": diet, "online": online}
    team = ByTheTeam(by, free_because.strip())
    try:
        booking = book(event=event, person=person, team=team, at=at, **asked)
    except AlreadyBooked as booked:
        raise BookingRefused(f"{person} has a booking for this event already: {booked.booking}.") from booked
    except EventFull as full:
        raise BookingRefused(_full(event, 1 + len(guests))) from full
    if booking.state == BookingState.HELD:
        tell(booking, "booking_to_pay", at=at, until=kept_until(booking).isoformat())
    return booking


@transaction.atomic
def take_guest_off(*, booking: Booking, number: int, because: str, by: User, at: datetime) -> Booking:
    """One guest less: the place goes to the line, what was paid for it goes back, and the person is told.

    Raises BookingRefused where no guest has that number and after the start, and MoveNotAllowed.
    """
    row = locked_booking(booking)
    names = dict(row.guests.values_list("number", "name"))
    if number not in names:
        raise BookingRefused("Choose a guest of this booking.")
    due = row.money_due_pence
    kept = [name if key != number else "" for key, name in sorted(names.items())]
    row = change(booking=row, by=by, guests=kept, at=at)
    tell(row, "guest_taken_off", at=at, guest=names[number], because=because, back=row.money_due_pence != due)
    return row


def _full(event: Event, party: int) -> str:
    """For the team, which cannot give away what the line is offered first."""
    event.refresh_from_db(fields=["capacity", "taken"])
    free = f"{places(event.left).capitalize()} {'is' if event.left == 1 else 'are'} free"
    if party > event.left:
        return f"{free}, and they are {party}. They can join the waiting list, or you make more places."
    return f"{free}, and somebody who waits is offered what is free first. You can make more places."
