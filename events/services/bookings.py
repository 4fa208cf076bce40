"""Bookings: made, paid, taken from an offer, cancelled; never more people than places.

Lock order: Order, Event, Booking, account (see ``places``). An order that is opened under the event's lock is new, so
that nobody can hold it already.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import UnitPrice, Wanted, open_order
from cmiportal.rules.codes import new_code
from cmiportal.workflow import born, move

from ..models import Booking, Event, EventPrice, Guest
from ..models.events import Access
from ..workflow import BookingState, EventState
from .line import Said, has_places_for, note, offer_places
from .messages import tell
from .places import give_back, locked_event, take
from .prices import audiences_of, price_for
from .refusals import AlreadyBooked, BookingRefused, EventFull

ORDER_KIND = "event"
PRODUCT = "event"


@transaction.atomic
def book(
    *,
    event: Event,
    person: User,
    guests: Sequence[str] = (),
    access_needs: str = "",
    diet: str = "",
    discount: str = "",
    wait: bool = False,
    at: datetime,
) -> Booking:
    """Places for the person and the guests: confirmed, kept for the payment, or (``wait``) in the line.

    Raises EventFull where the party does not fit and does not want to wait, AlreadyBooked, DiscountRefused, and
    BookingRefused where booking is closed or the event is not for them.
    """
    row = locked_event(event)
    party = 1 + len(guests)
    _check(row, person, party, at=at)
    fits = has_places_for(row, party)
    if not fits and not wait:
        raise EventFull(full_sentence(row, party))
    price = price_for(row, person)
    booking = Booking(
        event=row,
        person=person,
        party=party,
        ticket=new_code(),
        audience=price.audience if price else "",
        booked_at=at,
        access_needs=access_needs.strip(),
        diet=diet.strip(),
        **_beginning(row, price, fits, at=at),
    )
    born(booking, actor=person, at=at, data={"party": party})
    Guest.objects.bulk_create(Guest(booking=booking, number=n, name=name) for n, name in enumerate(guests, 1))
    if not fits:
        tell(booking, "waiting_list_joined", at=at)
        return booking
    take(row, party)
    return _paid_for(booking, price, discount, at=at)


@transaction.atomic
def accept(*, booking: Booking, by: User, discount: str = "", at: datetime, moves: int | None = None) -> Booking:
    """Take the places that were offered: confirmed where they are free, else kept while they are paid.

    Raises BookingRefused once the offer is over, MoveNotAllowed and StaleMove.
    """
    row = locked_booking(booking)
    if row.state == BookingState.OFFERED and row.offer_expires_at and row.offer_expires_at <= at:
        raise BookingRefused("This offer is over. You can join the waiting list again.")
    price = price_for(row.event, row.person)
    if price is None:
        move(row, "accept", actor=by, at=at, moves=moves)
        note(row, Said.TAKEN, at=at)
        tell(row, "booking_confirmed", at=at)
        return row
    move(row, "accept_to_pay", actor=by, at=at, moves=moves, held_until=_hold(row.event, at), audience=price.audience)
    note(row, Said.TAKEN, at=at)
    return _paid_for(row, price, discount, at=at)


@transaction.atomic
def leave(*, booking: Booking, by: User, at: datetime, moves: int | None = None) -> Booking:
    """Leave the waiting list, or the places that were offered to others; the entry ends for good."""
    row = locked_booking(booking)
    offered = row.state == BookingState.OFFERED
    because = "You left the places to others." if offered else "You left the waiting list."
    move(row, "decline" if offered else "leave", actor=by, at=at, moves=moves, because=because)
    note(row, Said.DECLINED if offered else Said.LEFT, at=at)
    if offered:
        free(row, at=at)
    return row


def free(booking: Booking, *, at: datetime) -> None:
    """Give the places of a booking back, and offer them to the line; the caller holds the event's lock."""
    give_back(booking.event, booking.party)
    offer_places(event=booking.event, at=at)


@transaction.atomic
def paid(order: Order, at: datetime) -> None:
    """What being paid does: the places that were kept are confirmed. The caller holds the order's lock."""
    row = locked_booking(Booking.objects.get(pk=order.subject_id))
    if row.state == BookingState.HELD:
        move(row, "pay", at=at, order=order)
        tell(row, "booking_confirmed", at=at)


@transaction.atomic
def unpaid(order: Order, at: datetime) -> None:
    """What an order that ran out or was cancelled does: the places go to others. The caller holds its lock."""
    row = locked_booking(Booking.objects.get(pk=order.subject_id))
    if row.state == BookingState.HELD:
        move(row, "release", at=at, because="The places were not paid for in time.")
        tell(row, "hold_ended", at=at)
        free(row, at=at)


def locked_booking(booking: Booking) -> Booking:
    """The booking read afresh, with the lock of its event; raises BookingRefused where it was moved meanwhile."""
    event = locked_event(booking.event)
    row = Booking.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=booking.pk)
    if row.event_id != event.pk:
        raise BookingRefused("This booking was moved to another event meanwhile. Open it again.")
    row.event = event
    return row


def why_not_bookable(event: Event, *, at: datetime) -> str:
    """Why nobody can book the event now, in a sentence; empty where it is open."""
    if event.state == EventState.CANCELLED:
        return "This event is cancelled."
    if event.state != EventState.PUBLISHED or event.starts_at <= at:
        return "This event has begun, so it can no longer be booked."
    if event.opens_at and event.opens_at > at:
        return "Booking is not open yet."
    if event.closes_at and event.closes_at <= at:
        return "Booking is closed."
    return ""


def full_sentence(event: Event, party: int) -> str:
    """What somebody is told whose party does not fit."""
    if event.left == 0:
        return "All places are taken. You can join the waiting list."
    left = "one place is" if event.left == 1 else f"{event.left} places are"
    if party > event.left:
        return f"Only {left} left, and you are {party}. Join the waiting list together, or come with fewer."
    return f"Somebody who waits is offered what is left first ({left} left). You can join the waiting list."


def _check(event: Event, person: User, party: int, *, at: datetime) -> None:
    if closed := why_not_bookable(event, at=at):
        raise BookingRefused(closed)
    if party > event.party_max:
        most = "one person" if event.party_max == 1 else f"{event.party_max} people"
        raise BookingRefused(f"One booking of this event is for at most {most}.")
    if event.access == Access.MEMBERS and audiences_of(person) == {EventPrice.Audience.EVERYBODY.value}:
        raise BookingRefused("This event is for members of the Institute.")
    if booked := Booking.objects.live().filter(event=event, person=person).first():
        raise AlreadyBooked(booked)


def _beginning(event: Event, price: EventPrice | None, fits: bool, *, at: datetime) -> dict[str, object]:
    """The state that a booking begins in, with what that state needs."""
    if not fits:
        return {"state": BookingState.WAITLISTED, "waiting_since": at}
    if price is None:
        return {"state": BookingState.CONFIRMED}
    return {"state": BookingState.HELD, "held_until": _hold(event, at)}


def _hold(event: Event, at: datetime) -> datetime:
    return min(at + timedelta(minutes=settings.EVENT_HOLD_MINUTES), event.starts_at)


def _paid_for(booking: Booking, price: EventPrice | None, discount: str, *, at: datetime) -> Booking:
    """Confirmed where there is nothing to pay, else with an order for the places, which may cost nothing after all."""
    if price is None:
        tell(booking, "booking_confirmed", at=at)
        return booking
    order = open_order(
        kind=ORDER_KIND,
        subject_id=booking.pk,
        person=booking.person,
        lines=[
            Wanted(
                PRODUCT,
                booking.event.title,
                quantity=booking.party,
                unit=UnitPrice(price.pence, price.vat_basis_points),
            )
        ],
        discount=discount,
        expires_at=booking.held_until,
        at=at,
    )
    Booking.objects.filter(pk=booking.pk).update(order=order)
    return locked_booking(booking)
