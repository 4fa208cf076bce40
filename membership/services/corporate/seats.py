"""Seats of an organisation: people are invited to one by a signed link, again if need be, and released from it.

The organisation sees who accepted and how the membership stands, never what a member does with it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.links.models import Link
from cmiportal.links.services import issue_link, outside_person, revoke_links
from cmiportal.rules.days import uk_day

from ...models import Organisation, Seat
from ...workflow import Basis
from ..members.memberships import shorten
from .messages import tell_invited, tell_released
from .rows import SeatRefused, live_seats, locked_for, places, runs

PURPOSE = "accept_seat"
SUBJECT_KIND = "seat"
ALL_TAKEN = "Every seat is taken. Release one or buy more."


@transaction.atomic
def invite(*, organisation: Organisation, by: User, email: str, at: datetime) -> Seat:
    """Give a seat to whoever reads this address, and send the link with which it is accepted.

    Raises SeatRefused where no seat is left, none are bought for today, the address has one, or was written to too
    often in a day.
    """
    row, address = locked_for(organisation, by), email.lower()
    if not runs(row, on=uk_day(at)):
        raise SeatRefused("No seats are bought for today.")
    if live_seats(row).filter(email=address).exists():
        raise SeatRefused("This address has a seat already.")
    if live_seats(row).count() >= places(row):
        raise SeatRefused(ALL_TAKEN)
    seat = Seat.objects.create(organisation=row, email=address, invited_at=at)
    _send(seat, by=by, at=at)
    return seat


@transaction.atomic
def invite_again(*, seat: Seat, by: User, at: datetime) -> Seat:
    """Send a new link; the one before stops working. Raises SeatRefused once it is accepted or released."""
    revoke_links(purpose=PURPOSE, subject_id=seat.pk, at=at)
    row = _locked(seat, by)
    if row.released_at or row.accepted_at:
        raise SeatRefused("Nobody waits for this invitation any more.")
    row.invited_at = at
    row.save(update_fields=["invited_at"])
    _send(row, by=by, at=at)
    return row


@transaction.atomic
def release(*, seat: Seat, by: User, at: datetime) -> Seat:
    """Take a seat back, so that it can be given to somebody else; a membership that came with it is paid until today.

    Raises SeatRefused where it was released before.
    """
    revoke_links(purpose=PURPOSE, subject_id=seat.pk, at=at)
    row = _locked(seat, by)
    if row.released_at:
        raise SeatRefused("This seat was released already.")
    return take_back(row, at=at)


def take_back(seat: Seat, *, at: datetime) -> Seat:
    """Release a seat of an organisation whose row is locked; the member is told, and goes into grace tomorrow."""
    seat.released_at = at
    seat.save(update_fields=["released_at"])
    membership = seat.membership
    if membership and membership.basis == Basis.CORPORATE:
        tell_released(seat, shorten(membership=membership, last=uk_day(at), at=at), at=at)
    return seat


def _locked(seat: Seat, by: User) -> Seat:
    """The seat read afresh, its organisation's row locked."""
    locked_for(seat.organisation, by)
    return Seat.objects.select_related("organisation", "membership").get(pk=seat.pk)


def _send(seat: Seat, *, by: User, at: datetime) -> None:
    # Any address can be entered, so nobody may use us to send a stranger one message after another.
    person = outside_person(email=seat.email, name=seat.email)
    sent = Link.objects.filter(purpose=PURPOSE, person=person, created_at__gt=at - timedelta(days=1)).count()
    if sent >= settings.SEAT_ASKS_A_DAY:
        raise SeatRefused("We have written to this address as often as we do in one day. Try again tomorrow.")
    link, token = issue_link(
        purpose=PURPOSE, subject_kind=SUBJECT_KIND, subject_id=seat.pk, person=person, created_by=by, at=at
    )
    tell_invited(seat, link=link, token=token, at=at)
