"""Memberships: begun, started by what they stand on, renewed, raised, suspended and taken up again.

Lock order: Order (if there is one), GradeRequest, Membership. Who begins a membership locks the person's account
first, so that of two at once the second finds what the first has begun.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, born, move

from ...models import Grade, Membership
from ...rules.periods import Period, renewed, year_from
from ...workflow import MEMBERSHIP_CURRENT, MEMBERSHIP_HAS_PERIOD, Basis, MembershipState
from ..numbers import new_number
from .messages import tell_member
from .spans import note_grade

RUNNING = (MembershipState.ACTIVE, MembershipState.SUSPENDED)  # to a last day that is still to come
REQUESTED = "membership"  # the kind of the order for the fee of a request
RENEWAL = "renewal"  # the kind of the order for another year


class MembershipRefused(MoveRefused):
    """The membership cannot be begun or changed like that; the first argument says why."""


def current_of(person: User) -> Membership | None:
    """The person's membership that is pending, active, in grace or suspended; one query."""
    return Membership.objects.current().select_related("grade").filter(person=person).first()


def ground_for_status(person: User) -> Membership | None:
    """The membership that Chartered status can stand on: active or in grace, and not by study alone; one query."""
    rows = Membership.objects.held().exclude(basis=Basis.STUDYING).select_related("grade")
    return rows.filter(person=person).first()


def last_of(person: User) -> Membership | None:
    """The person's membership, the current one or else the last; one query. It is one row for good, save by a merge."""
    return Membership.objects.select_related("grade").of(person).first()


def ended_suspended(person: User) -> bool:
    """Whether the person's membership ended while it was suspended: only a person lets it begin again. Two queries."""
    last = last_of(person)
    if last is None or last.state != MembershipState.LAPSED:
        return False
    return last.events.filter(sequence=last.moves, from_state=MembershipState.SUSPENDED).exists()


def locked(membership: Membership) -> Membership:
    """The membership read afresh with its row locked."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("grade", "person")
    return rows.get(pk=membership.pk)


@transaction.atomic
def open_membership(*, person: User, grade: Grade, at: datetime) -> Membership:
    """A membership that waits for what it will stand on; the one that ended before is taken up again instead.

    Raises MembershipRefused where the person has a current one already.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    last = last_of(person)
    if last and last.state in MEMBERSHIP_CURRENT:
        raise MembershipRefused("You are a member already.")
    if last:
        return last
    fresh = Membership(person=person, grade=grade, number=new_number("membership"), created_at=at)
    return born(fresh, at=at, data={"grade": grade.key})


@transaction.atomic
def settle(
    *,
    membership: Membership,
    grade: Grade,
    basis: str,
    at: datetime,
    order: Order | None = None,
    period: Period | None = None,
) -> Membership:
    """What being paid (or free) does: the membership starts, is taken up again, or follows study, for a year.

    ``period`` is another one than that year. Raises MembershipRefused in a state where nothing can be started.
    """
    row, today = locked(membership), uk_day(at)
    action = _action(row)
    period = period or year_from(today)
    before = row.grade_id
    stands: dict[str, Any] = {"basis": basis, "order": order, "starts_on": period.first, "ends_on": period.last}
    joined = row.joined_on or period.first
    move(row, action, at=at, data={"grade": grade.key, **noted(**stands)}, grade=grade, joined_on=joined, **stands)
    note_grade(row, on=today, changed=before != grade.key or action != "renew")
    tell_member(row, "membership_started", at=at)
    return row


@transaction.atomic
def renew(
    *,
    membership: Membership,
    at: datetime,
    order: Order | None = None,
    basis: str = Basis.PAID,
    period: Period | None = None,
) -> Membership:
    """Another year, which follows the one that ends (or starts today after grace); ``period`` is another one than that.

    One that is suspended stays so. Raises MoveNotAllowed where the membership has not begun, or is over.
    """
    row, today = locked(membership), uk_day(at)
    if period is None:
        period = renewed(row.ends_on, today, settings.MEMBERSHIP_GRACE_DAYS) if row.ends_on else year_from(today)
    stands: dict[str, Any] = {"basis": basis, "order": order, "starts_on": period.first, "ends_on": period.last}
    move(row, "renew", at=at, data=noted(**stands), **stands)
    stays_suspended = row.state == MembershipState.SUSPENDED
    tell_member(row, "membership_renewed_suspended" if stays_suspended else "membership_renewed", at=at)
    return row


@transaction.atomic
def shorten(*, membership: Membership, last: date, at: datetime) -> Membership:
    """What paid for the membership is gone: its last day is that day, and grace follows. Nothing where it ends before.

    Nothing either in grace or later, where nothing is left to shorten. One that is suspended stays so.
    """
    row = locked(membership)
    if row.state not in RUNNING or row.starts_on is None or row.ends_on is None or row.ends_on <= last:
        return row
    move(row, "shorten", at=at, data={"until": last}, starts_on=min(row.starts_on, last), ends_on=last)
    return row


@transaction.atomic
def change_grade(*, membership: Membership, grade: Grade, at: datetime, because: str) -> Membership:
    """Another grade from today on; the fee changes with the next renewal. ``because`` stands in the history."""
    row = locked(membership)
    if row.grade_id == grade.key:
        return row
    move(row, "change_grade", at=at, data={"grade": grade.key, "was": row.grade_id, "because": because}, grade=grade)
    note_grade(row, on=uk_day(at), changed=True)
    tell_member(row, "grade_changed", at=at)
    return row


@transaction.atomic
def suspend(*, membership: Membership, by: User, reason: str, at: datetime, moves: int | None = None) -> Membership:
    """Staff stop what comes with the membership while something is looked into; the reason is sealed."""
    row = locked(membership)
    move(row, "suspend", at=at, actor=by, moves=moves, sealed={"reason": reason}, about=row.person)
    tell_member(row, "membership_suspended", at=at)
    return row


@transaction.atomic
def restore(*, membership: Membership, by: User, at: datetime, moves: int | None = None) -> Membership:
    """Staff end the suspension; a period that ran out meanwhile goes into grace at the next turn of the day."""
    row = locked(membership)
    move(row, "restore", at=at, actor=by, moves=moves)
    tell_member(row, "membership_restored", at=at)
    return row


def noted(*, basis: str, order: Order | None, starts_on: date, ends_on: date) -> dict[str, Any]:
    """What the history keeps of a period, so that it can be gone back to."""
    return {"basis": basis, "order": order and order.number, "from": starts_on, "until": ends_on}


def _action(row: Membership) -> str:
    """The move that starts a period from the state that the membership is in."""
    if row.state == MembershipState.PENDING:
        return "start"
    if row.state in (MembershipState.LAPSED, MembershipState.RESIGNED):
        return "reinstate"
    if row.state in MEMBERSHIP_HAS_PERIOD:
        return "renew"
    raise MembershipRefused("This membership is suspended, so nothing can be started now.")
