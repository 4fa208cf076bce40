"""The end of a membership: resigned, run out, or without what it stood on; what stands on it ends with it.

Lock order: as in ``memberships``.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import end_unpaid
from cmiportal.billing.workflow import OrderState
from cmiportal.rules.days import uk_day
from cmiportal.workflow import move

from ...models import GradeRequest, Membership
from ...workflow import MEMBERSHIP_BEGUN, Basis, MembershipState
from ..register.statuses import end_statuses
from .memberships import RENEWAL, REQUESTED, RUNNING, locked, noted, renew
from .messages import tell_member
from .spans import close_span

DAY = timedelta(days=1)


@transaction.atomic
def resign(*, membership: Membership, by: User, at: datetime, moves: int | None = None) -> Membership:
    """The member leaves, from today; Chartered status, an unpaid renewal and an open request end with it.

    Raises MoveNotAllowed and StaleMove.
    """
    because = "The membership was resigned."
    end_unpaid(kind=RENEWAL, subject_id=membership.pk, reason=because, at=at)
    request = _open_request(by)
    row = locked(membership)
    move(row, "resign", at=at, actor=by, moves=moves)
    if request:
        move(request, "withdraw", at=at, actor=by)
        end_unpaid(kind=REQUESTED, subject_id=request.pk, reason=because, at=at)
    _ended(row, at=at, because=because)
    tell_member(row, "membership_resigned", at=at)
    return row


@transaction.atomic
def end_day(*, membership: Membership, on: date, at: datetime) -> Membership:
    """What the turn of the day does to a membership whose period is over: grace, or the end. Nothing if not over.

    An honorary one has no fee that anybody could leave unpaid: its next year follows.
    """
    row = locked(membership)
    if row.ends_on is None or row.ends_on >= on:
        return row
    over = row.ends_on + timedelta(days=settings.MEMBERSHIP_GRACE_DAYS) < on
    if row.state == MembershipState.ACTIVE and row.basis == Basis.STUDYING:
        return _lapse(row, "end_study", at=at)
    if row.state == MembershipState.ACTIVE and row.basis == Basis.HONORARY:
        return renew(membership=row, at=at, basis=row.basis)
    if row.state == MembershipState.ACTIVE:
        move(row, "fall_due", at=at)
        tell_member(row, "membership_in_grace", at=at)
    if row.state == MembershipState.GRACE and over:
        return _lapse(row, "lapse", at=at)
    if row.state == MembershipState.SUSPENDED and over:
        return _lapse(row, "lapse_suspended", at=at)
    return row


@transaction.atomic
def end_study(*, membership: Membership, at: datetime) -> Membership:
    """The registration that the membership came with is over; the offer that follows tells the learner.

    Nothing where the membership is over already, or stands on something else by now.
    """
    row = locked(membership)
    if row.basis == Basis.STUDYING and row.state in RUNNING:
        move(row, "end_study", at=at)
        _ended(row, at=at, because="The membership ended.")
    return row


@transaction.atomic
def give_up(*, membership: Membership, at: datetime) -> Membership:
    """It waited for a payment that never came, and never began; asking again takes it up."""
    row = locked(membership)
    return move(row, "give_up", at=at)


@transaction.atomic
def take_back(*, membership: Membership, order: Order, at: datetime) -> Membership:
    """The money that the membership stands on went back: it ends. An order that it no longer stands on ends nothing.

    A year that has not begun is gone alone: what paid for the days before it still does.
    """
    row = locked(membership)
    if row.order_id != order.pk or row.state not in MEMBERSHIP_BEGUN:
        return row
    if row.starts_on and row.starts_on > uk_day(at) and (former := _former(row, until=row.starts_on - DAY)):
        return move(row, "shorten", at=at, data=noted(**former), **former)
    return _lapse(row, "take_back", at=at)


def _open_request(person: User) -> GradeRequest | None:
    """The open request of the person, locked after its unpaid order."""
    found = GradeRequest.objects.open().filter(person=person).first()
    if found is None:
        return None
    Order.objects.unpaid().select_for_update().filter(kind=REQUESTED, subject_id=found.pk).first()
    return GradeRequest.objects.open().select_for_update().filter(pk=found.pk).first()


def _lapse(row: Membership, action: str, *, at: datetime) -> Membership:
    move(row, action, at=at)
    _ended(row, at=at, because="The membership ended.")
    tell_member(row, "study_ended" if action == "end_study" else "membership_lapsed", at=at)
    return row


def _former(row: Membership, *, until: date) -> dict[str, Any] | None:
    """The columns of the period before the one that stands, to that day; None where nothing pays for it any more."""
    before = row.events.filter(data__has_key="from").order_by("-sequence")[1:2].first()
    if before is None:
        return None
    order = Order.objects.filter(number=before.data["order"], state=OrderState.PAID).first()
    if order is None and before.data["order"]:
        return None
    return {
        "basis": before.data["basis"],
        "order": order,
        "starts_on": date.fromisoformat(before.data["from"]),
        "ends_on": until,
    }


def _ended(row: Membership, *, at: datetime, because: str) -> None:
    """Close the span of the grade, and end what stands on membership."""
    close_span(row, on=uk_day(at, 1))
    end_statuses(person=row.person, because=because, at=at)
