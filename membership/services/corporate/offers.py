"""A seat is accepted by its link: it starts a membership, or leaves the one that somebody pays for as it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.links.models import Link
from cmiportal.rules.days import uk_day

from ...models import Grade, Membership, Seat
from ...rules.conduct import CURRENT, VERSIONS
from ...rules.periods import Period
from ...workflow import Basis, MembershipState
from ..members.memberships import current_of, ended_suspended, open_membership, settle
from ..members.studying import STUDENT
from .messages import tell_staff
from .rows import SeatRefused, account_of, locked, period_of, runs


def seat_to_accept(subject_id: UUID) -> Seat | None:
    """The seat that a link is about, while nobody has accepted it and it is not released."""
    rows = Seat.objects.select_related("organisation").filter(accepted_at=None, released_at=None)
    return rows.filter(pk=subject_id).first()


def shown_to_invited(seat: Seat) -> dict[str, Any]:
    """What the link's page shows."""
    period = period_of(seat.organisation)
    return {
        "organisation": seat.organisation.name,
        "email": seat.email,
        "until": period and period.last,
        "has_account": account_of(seat.email) is not None,
        "principles": VERSIONS[CURRENT],
    }


@transaction.atomic
def accept_by_link(*, link: Link, subject: Seat, data: Mapping[str, Any], at: datetime) -> str:
    """Take the seat for the account with the address that the link was sent to; returns the thanks.

    The form has made sure of the Code of Conduct. Raises SeatRefused without an account, with a seat elsewhere, where
    the seat is gone, and where none are bought for today; MembershipRefused for a membership that is suspended.
    """
    organisation = locked(subject.organisation)
    seat = Seat.objects.filter(pk=subject.pk, accepted_at=None, released_at=None).first()
    period, today = period_of(organisation), uk_day(at)
    if seat is None or period is None or not runs(organisation, on=today):
        raise SeatRefused(f"{organisation} has no seat for you any more. Ask whoever invited you.")
    person = account_of(seat.email)
    if person is None:
        raise SeatRefused(f"Make an account with {seat.email} first, then open this link again.")
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Seat.objects.filter(membership__person=person, released_at=None).exists():
        raise SeatRefused("You have a seat already. Ask the organisation that gave it to release it.")
    current = current_of(person)
    if current and current.state == MembershipState.ACTIVE and current.basis != Basis.STUDYING:
        membership, said = current, f"Your own membership stays as it is, until {current.ends_on:%-d %B %Y}."
    else:
        membership = _started(person, current, Period(today, period.last), at=at)
        said = f"You are a member until {period.last:%-d %B %Y}."
    Membership.objects.filter(pk=membership.pk).update(code_accepted_at=at)
    seat.membership, seat.accepted_at = membership, at
    seat.save(update_fields=["membership", "accepted_at"])
    tell_staff(seat, "seat_accepted", at=at)
    return f"You have accepted the seat of {organisation}. {said}"


def _started(person: User, current: Membership | None, period: Period, *, at: datetime) -> Membership:
    """The membership begun, or taken up again, on the organisation's account."""
    if current is None and ended_suspended(person):
        raise SeatRefused("Your membership ended while it was suspended. Write to us before you accept the seat.")
    grade = _grade()
    row = current or open_membership(person=person, grade=grade, at=at)
    if row.grade_id != STUDENT:
        grade = row.grade  # proven before
    return settle(membership=row, grade=grade, basis=Basis.CORPORATE, period=period, at=at)


def _grade() -> Grade:
    grade = Grade.objects.filter(pk=settings.SEAT_GRADE).first()
    if grade is None:
        raise SeatRefused("Seats cannot be accepted now. Write to us.")
    return grade
