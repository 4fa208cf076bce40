"""A booking handed over: who booked names somebody, who takes it by a signed link sent to the address that was named.

Nobody but the reader of that address learns whether it has an account. Until it is taken the booking stays as it is,
and whatever happens to it meanwhile takes the offer back: an offer stands while asking was the booking's last move.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.accounts.services import accounts_of, is_own_address, second_addresses
from cmiportal.links.models import Link
from cmiportal.links.services import issue_link, outside_person, revoke_links
from cmiportal.notifications.services import notify
from cmiportal.rules.codes import new_code
from cmiportal.workflow import MoveNotAllowed, move

from ..models import Booking, BookingEvent
from ..permissions import is_the_booker
from ..workflow import EventState
from .bookings import locked_booking, why_not_for
from .calendars import place_of
from .messages import tell
from .prices import audiences_of
from .refusals import AlreadyBooked, BookingRefused
from .tickets import when_of

PURPOSE = "take_over_booking"
SUBJECT_KIND = "booking"
ACTION = "hand_over"
BEGUN = "The event has begun, so the booking stays with whoever has it."


@transaction.atomic
def hand_over(*, booking: Booking, by: User, name: str, email: str, at: datetime, moves: int | None = None) -> Booking:
    """Offer the whole booking to whoever reads this address; a link that was sent before stops working.

    Raises BookingRefused for an address of one's own, after the start, and where the person wrote, or the address was
    written to, too often in a day; MoveNotAllowed and StaleMove.
    """
    address = email.strip().lower()
    if is_own_address(by, address):
        raise BookingRefused("This is your own address. Enter that of the person who comes in your place.")
    link, token = _link(booking, name=name.strip(), address=address, by=by, at=at)
    row = locked_booking(booking)
    if row.event.starts_at <= at:
        raise BookingRefused(BEGUN)
    move(row, ACTION, actor=by, at=at, moves=moves)
    event = row.event
    notify(
        kind="booking_offered_to_you",
        key=f"hand_over:{link.pk}",
        address=address,
        context={
            "event": event.title,
            "starts_at": event.starts_at.isoformat(),
            "ends_at": event.ends_at.isoformat(),
            "time_zone": event.time_zone,
            "place": "Online" if row.joins_online else event.venue,
            "until": min(link.expires_at, event.starts_at).isoformat(),
            "path": reverse("links:link_open", args=[token]),
        },
        at=at,
    )
    return row


@transaction.atomic
def keep(*, booking: Booking, by: User, at: datetime) -> None:
    """Take the offer back: its link stops working. Raises MoveNotAllowed, and BookingRefused where none stands."""
    if not is_the_booker(by, booking):
        raise MoveNotAllowed("You may not do this: keep the booking.")
    if not revoke_links(purpose=PURPOSE, subject_id=booking.pk, at=at):
        raise BookingRefused("Nobody has been asked to take this booking, or somebody has taken it.")


def offered_to(booking: Booking, *, at: datetime) -> Link | None:
    """The link with which somebody can take the booking over now, with whom it was sent to."""
    links = Link.objects.live(at=at).filter(purpose=PURPOSE, subject_id=booking.pk).select_related("person")
    return links.order_by("created_at").last() if _is_offered(booking) else None


def offers_to(person: User, *, at: datetime) -> list[tuple[Booking, Link]]:
    """What others offer to the person, with the link that was sent: its address is in that e-mail alone.

    Three queries at most.
    """
    addresses = [person.email, *second_addresses(person)]
    links = Link.objects.live(at=at).filter(purpose=PURPOSE, person__email__in=addresses)
    by_booking = {link.subject_id: link for link in links.select_related("person").order_by("created_at")}
    if not by_booking:
        return []
    asked = BookingEvent.objects.filter(booking=OuterRef("pk"), sequence=OuterRef("moves"), action=ACTION)
    rows = Booking.objects.filter(Exists(asked), event__state=EventState.PUBLISHED, event__starts_at__gt=at)
    found = rows.filter(pk__in=by_booking).select_related("event").order_by("event__starts_at", "pk")
    return [(row, by_booking[row.pk]) for row in found]


def booking_to_take_over(subject_id: UUID) -> Booking | None:
    """The booking that a link is about, while it is offered."""
    rows = Booking.objects.select_related("event").filter(event__state=EventState.PUBLISHED)
    booking = rows.filter(pk=subject_id).first()
    return booking if booking and _is_offered(booking) else None


def shown_to_receiver(booking: Booking) -> dict[str, Any]:
    """What the link's page shows; guests are counted and not named, since the address may have been mistyped."""
    links = Link.objects.filter(purpose=PURPOSE, subject_id=booking.pk, used_at=None, revoked_at=None)
    asked = links.select_related("person").order_by("created_at").last()
    return {
        "event": booking.event,
        "when": when_of(booking.event),
        "place": place_of(booking),
        "guests": booking.party - 1,
        "has_account": asked is not None and _account_of(asked.person.email) is not None,
    }


@transaction.atomic
def take_over_by_link(*, link: Link, subject: Booking, data: Mapping[str, Any], at: datetime) -> str:
    """Give the booking to the account with the address that the link was sent to; returns the thanks.

    Ticket and needs are the new person's own. Raises BookingRefused where the offer was taken back, after the start,
    without an account, and where the event or the price that was paid is not for the person; AlreadyBooked.
    """
    row = locked_booking(subject)
    if not _is_offered(row) or row.event.state != EventState.PUBLISHED:
        raise BookingRefused("This booking is no longer offered to you.")
    if row.event.starts_at <= at:
        raise BookingRefused(BEGUN)
    person = _account_of(link.person.email)
    if person is None:
        raise BookingRefused(f"Make an account with {link.person.email} first, then open this link again.")
    _check(row, person)
    diet = "" if row.joins_online else data["diet"].strip()
    needs = {"access_needs": data["access_needs"].strip(), "diet": diet}
    tell(row, "booking_handed_over", at=at, file_path=reverse("events:booking_file", args=[row.pk]))
    move(row, "take_over", link=link, at=at, person=person, ticket=new_code(), sequence=row.sequence + 1, **needs)
    tell(row, "booking_confirmed", at=at)
    return f"The booking of {row.event} is yours. You find it among your bookings."


def _link(booking: Booking, *, name: str, address: str, by: User, at: datetime) -> tuple[Link, str]:
    """A new link, before the event is locked: using a link locks it first, too."""
    revoke_links(purpose=PURPOSE, subject_id=booking.pk, at=at)
    # Any address can be entered, so nobody may use us to send one stranger after another a message, nor one of them
    # many: both are counted, one after the other for one person, by the lock of the account.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    sent = Link.objects.filter(purpose=PURPOSE, created_at__gt=at - timedelta(days=1))
    if sent.filter(created_by=by).count() >= settings.EVENT_HAND_OVERS_BY_ONE_A_DAY:
        raise BookingRefused("You have offered bookings to others as often as one can in a day. Try again tomorrow.")
    person = outside_person(email=address, name=name)
    if sent.filter(person=person).count() >= settings.EVENT_HAND_OVERS_A_DAY:
        raise BookingRefused("We have written to this address as often as we do in one day. Try again tomorrow.")
    return issue_link(
        purpose=PURPOSE, subject_kind=SUBJECT_KIND, subject_id=booking.pk, person=person, created_by=by, at=at
    )


def _account_of(email: str) -> User | None:
    account = accounts_of([email]).get(email)
    return account if account and account.is_active else None


def _is_offered(booking: Booking) -> bool:
    return booking.events.filter(sequence=booking.moves, action=ACTION).exists()


def _check(booking: Booking, person: User) -> None:
    """Raise where the booking cannot become this person's."""
    if refused := why_not_for(booking.event, person):
        raise BookingRefused(refused)
    if booking.audience not in audiences_of(person):
        raise BookingRefused("This place was booked at a price for members, so only a member can take it over.")
    if booked := Booking.objects.live().filter(event=booking.event, person=person).first():
        raise AlreadyBooked(booked)
