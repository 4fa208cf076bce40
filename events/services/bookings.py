"""Bookings: made, paid, taken from an offer, left to others; never more people than places.

Locks are taken in the order that ``places`` states: who books or takes an offer locks account and discount, then the
event, and opens a new order, which nobody can hold already.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.locking import locked_discount
from cmiportal.billing.services.orders import UnitPrice, Wanted, open_order
from cmiportal.rules.codes import new_code
from cmiportal.workflow import born, move

from ..models import Booking, Event, EventPrice, Guest
from ..models.codes import PRODUCT
from ..models.events import Access
from ..rules.line import places
from ..workflow import BookingState, EventState
from .by_the_team import ByTheTeam, why_not_by_the_team, why_not_payable
from .ending import end
from .line import Said, has_places_for, note, offer_places, step_past
from .messages import tell
from .places import locked_event
from .prices import audiences_of, price_for
from .refusals import AlreadyBooked, BookingRefused, EventFull

ORDER_KIND = "event"
MONEY_BACK = "The money was given back."
# By what ended the order: the payer, the keepers of the books, or the clock.
NOT_PAID = {
    "cancel": "You cancelled the order.",
    "withdraw": "The invoice was withdrawn.",
    "expire": "The places were not paid for in time.",
}


@transaction.atomic
def book(
    *,
    event: Event,
    person: User,
    guests: Sequence[str] = (),
    access_needs: str = "",
    diet: str = "",
    online: bool = False,
    discount: str = "",
    wait: bool = False,
    team: ByTheTeam | None = None,
    at: datetime,
) -> Booking:
    """Places for the person and the guests: confirmed, kept for the payment, or (``wait``) in the line.

    With ``team`` the events team books for them (``for_others``), under the same lock and behind the same line.
    Raises EventFull where the party does not fit and does not want to wait, AlreadyBooked, DiscountRefused, and
    BookingRefused where booking is closed or the event is not for them.
    """
    _lock_payer(person, discount)
    row = locked_event(event)
    party = 1 + len(guests)
    _check(row, person, party, team, at=at)
    fits = has_places_for(row, party)
    if not fits and not wait:
        raise EventFull(full_sentence(row, party))
    price = None if team and team.free_because else price_for(row, person)
    if refused := why_not_payable(row, price, at=at):
        raise BookingRefused(refused)
    booking = Booking(
        event=row,
        person=person,
        party=party,
        ticket=new_code(),
        audience=price.audience if price else "",
        booked_at=at,
        access_needs=access_needs.strip(),
        diet="" if online and row.is_joined_online(online=True) else diet.strip(),
        online=online,
        **_beginning(row, price, fits, team, at=at),
    )
    born(booking, actor=team.by if team else person, at=at, data={"party": party, **(team.said if team else {})})
    Guest.objects.bulk_create(Guest(booking=booking, number=n, name=name) for n, name in enumerate(guests, 1))
    if not fits:
        tell(booking, "waiting_list_joined", at=at)
        return booking
    step_past(row, party, at=at)
    return _paid_for(booking, price, discount, at=at)


@transaction.atomic
def accept(*, booking: Booking, by: User, discount: str = "", at: datetime, moves: int | None = None) -> Booking:
    """Take the places that were offered: confirmed where they are free, else kept while they are paid.

    Raises BookingRefused once the offer is over or the event is no longer for them, DiscountRefused, MoveNotAllowed and
    StaleMove.
    """
    _lock_payer(booking.person, discount)
    row = locked_booking(booking)
    if row.state == BookingState.OFFERED and offer_is_over(row, at=at):
        raise BookingRefused("This offer is over.")
    if refused := why_not_for(row.event, row.person):
        raise BookingRefused(refused)
    price = price_for(row.event, row.person)
    audience = price.audience if price else ""
    if price is None:
        move(row, "accept", actor=by, at=at, moves=moves, audience=audience)
    else:
        until = _hold(row.event, at, row.offer_expires_at)
        move(row, "accept_to_pay", actor=by, at=at, moves=moves, audience=audience, held_until=until)
    note(row, Said.TAKEN, at=at)
    return _paid_for(row, price, discount, at=at)


@transaction.atomic
def leave(*, booking: Booking, by: User, at: datetime, moves: int | None = None) -> Booking:
    """Leave the waiting list, or the places that were offered to others; the entry ends for good."""
    row = locked_booking(booking)
    offered = row.state == BookingState.OFFERED
    because = "You left the places to others." if offered else "You left the waiting list."
    end(row, "decline" if offered else "leave", because=because, by=by, at=at, moves=moves)
    note(row, Said.DECLINED if offered else Said.LEFT, at=at)
    offer_places(event=row.event, at=at)
    return row


@transaction.atomic
def paid(order: Order, at: datetime) -> None:
    """What being paid does: the places that were kept are confirmed. The caller holds the order's lock.

    Where they are gone meanwhile the money goes back.
    """
    row = locked_booking(Booking.objects.get(pk=order.subject_id))
    if row.state == BookingState.HELD:
        move(row, "pay", at=at, order=order)
        tell(row, "booking_confirmed", at=at)
    else:  # cancelled: an order pays for one booking once
        Booking.objects.filter(pk=row.pk).update(money_due_at=at)


@transaction.atomic
def unpaid(order: Order, at: datetime) -> None:
    """What an order that ran out or was cancelled does: the places go to others. The caller holds its lock."""
    row = locked_booking(Booking.objects.get(pk=order.subject_id))
    if row.state == BookingState.HELD:
        action = order.events.get(sequence=order.moves).action
        because = NOT_PAID[action]
        end(row, "release", because=because, at=at)
        if action == "cancel":  # they know that they did not pay
            tell(row, "booking_cancelled", at=at, because=because, money="unpaid", pence=0)
        else:
            tell(row, "hold_ended", at=at, because=because)
        offer_places(event=row.event, at=at)


@transaction.atomic
def refunded(order: Order, at: datetime) -> None:
    """What giving all money back does: the booking ends, unless somebody came. The caller holds the order's lock."""
    row = locked_booking(Booking.objects.get(pk=order.subject_id))
    if row.state == BookingState.CONFIRMED:
        end(row, "refund", because=MONEY_BACK, at=at)
        tell(row, "booking_cancelled", at=at, because=MONEY_BACK, money="", pence=0)
        offer_places(event=row.event, at=at)


def locked_booking(booking: Booking) -> Booking:
    """The booking read afresh with the lock of its event, of the other one where it was moved meanwhile."""
    event = booking.event
    while True:
        try:
            with transaction.atomic():  # giving up a part of the transaction gives up its locks
                return _locked_at(event, booking.pk)
        except _MovedOn as moved:
            event = moved.event


def kept_until(booking: Booking) -> datetime:
    """Until when places are kept for a payment: the hold, or the date of an invoice; never beyond the start."""
    until = booking.order.expires_at if booking.order else booking.held_until
    return min(until or booking.event.starts_at, booking.event.starts_at)


def offer_is_over(booking: Booking, *, at: datetime) -> bool:
    """Whether places that were offered can no longer be taken: the time is over, the event began or is not on."""
    until = booking.offer_expires_at
    event = booking.event
    return until is None or min(until, event.starts_at) <= at or event.state != EventState.PUBLISHED


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


def why_not_for(event: Event, person: User) -> str:
    """Why the event is not for this person, in a sentence; empty where it is."""
    if event.access == Access.MEMBERS and audiences_of(person) == {EventPrice.Audience.EVERYBODY.value}:
        return "This event is for members of the Institute."
    return ""


def full_sentence(event: Event, party: int) -> str:
    """What somebody is told whose party does not fit."""
    if event.left == 0:
        return "All places are taken. You can join the waiting list."
    left = f"{places(event.left)} {'is' if event.left == 1 else 'are'}"
    if party > event.left:
        return f"Only {left} left, and you are {party}. Join the waiting list together, or come with fewer."
    return f"Somebody who waits is offered what is left first ({places(event.left)}). You can join the waiting list."


def most_sentence(event: Event) -> str:
    """For how many people one booking can be."""
    people = "one person" if event.largest_party == 1 else f"{event.largest_party} people"
    return f"One booking of this event is for at most {people}."


class _MovedOn(Exception):
    """The booking was moved to another event while its former one was waited for."""

    def __init__(self, event: Event) -> None:
        self.event = event


def _locked_at(event: Event, key: UUID) -> Booking:
    locked = locked_event(event)
    row = Booking.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
    if row.event_id != locked.pk:
        raise _MovedOn(row.event)
    row.event = locked
    return row


def _lock_payer(person: User, discount: str) -> None:
    """What opening an order locks, before the event."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if discount.strip():
        locked_discount(discount)


def _check(event: Event, person: User, party: int, team: ByTheTeam | None, *, at: datetime) -> None:
    closed = why_not_by_the_team(event, person, team, at=at) if team else why_not_bookable(event, at=at)
    if refused := closed or why_not_for(event, person):
        raise BookingRefused(refused)
    if party > event.largest_party:
        raise BookingRefused(most_sentence(event))
    if booked := Booking.objects.live().filter(event=event, person=person).first():
        raise AlreadyBooked(booked)


def _beginning(
    event: Event, price: EventPrice | None, fits: bool, team: ByTheTeam | None, *, at: datetime
) -> dict[str, object]:
    """The state that a booking begins in, with what that state needs."""
    if not fits:
        return {"state": BookingState.WAITLISTED, "waiting_since": at}
    if price is None:
        return {"state": BookingState.CONFIRMED}
    return {"state": BookingState.HELD, "held_until": _hold(event, at, team.kept_until(at) if team else None)}


def _hold(event: Event, at: datetime, offered_until: datetime | None = None) -> datetime:
    """EVENT_HOLD_MINUTES, as long as an offer would have stood or the team keeps it, never beyond the start."""
    until = at + timedelta(minutes=settings.EVENT_HOLD_MINUTES)
    return min(max(until, offered_until or until), event.starts_at)


def _paid_for(booking: Booking, price: EventPrice | None, discount: str, *, at: datetime) -> Booking:
    """Confirmed where there is nothing to pay, else with an order for the places, which may cost nothing after all."""
    if price is None:
        tell(booking, "booking_confirmed", at=at)
        return booking
    unit = UnitPrice(price.pence, price.vat_basis_points)
    order = open_order(
        kind=ORDER_KIND,
        subject_id=booking.pk,
        person=booking.person,
        lines=[Wanted(PRODUCT, booking.event.title, quantity=booking.party, unit=unit)],
        discount=discount,
        expires_at=booking.held_until,
        at=at,
    )
    Booking.objects.filter(pk=booking.pk).update(order=order)
    return locked_booking(booking)
