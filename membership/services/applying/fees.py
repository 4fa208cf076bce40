"""The fee of an application: ordered when it is submitted, and what being paid, left unpaid or returned does.

The order's lock is held already where these are called by it; the application's comes after.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import Wanted, open_order
from cmiportal.rules.days import end_of, uk_day
from cmiportal.workflow import MoveRefused, move

from ...models import CharteredApplication
from ...rules.eligibility import Outcome
from ...workflow import APPLICATION_OPEN, ApplicationState
from ..chartered.awards import award_on_record
from ..chartered.messages import tell_allocators, tell_applicant, tell_of_fee
from ..chartered.rows import ORDER_KIND, lock_account, locked, rests_on_record
from ..members.memberships import ground_for_status
from .clock import expire
from .parts import decision_for


class FeeRefused(MoveRefused):
    """There is no fee to pay; the first argument says why."""


@transaction.atomic
def open_fee(application: CharteredApplication, *, at: datetime) -> Order | None:
    """The unpaid order of the application's fee, at the price of the day when it is first opened.

    None for a route without a fee, whose application goes on at once. Raises NoPrice, and FeeRefused in a state in
    which no fee is due.
    """
    lock_account(application.person)
    row = locked(application)
    if row.state != ApplicationState.PAYMENT:
        raise FeeRefused("No fee is due for this application.")
    if row.valid_until < uk_day(at):
        raise FeeRefused("The time to finish this application is over.")
    if not row.route.product:
        _go_on(row, order=None, at=at)
        return None
    line = Wanted(row.route.product, f"Chartered Manager: {row.route.title.lower()}")
    ends = end_of(row.valid_until)
    order = open_order(kind=ORDER_KIND, subject_id=row.pk, person=row.person, lines=[line], at=at, expires_at=ends)
    CharteredApplication.objects.filter(pk=row.pk).update(order=order)
    if order.paid_at is None:
        tell_of_fee(row, order, at=at)
    return order


@transaction.atomic
def paid(order: Order, at: datetime) -> None:
    """What being paid does: eligibility is checked, at once where every fact is proven.

    Money for an application that is over is told to those who allocate, and to the applicant.
    """
    row = locked(CharteredApplication(pk=order.subject_id))
    if row.state != ApplicationState.PAYMENT:
        tell_allocators(row, "application_money", at=at, order=order.number, pence=order.total_pence, returned=False)
        return
    _go_on(row, order=order, at=at)


@transaction.atomic
def left_unpaid(order: Order, at: datetime) -> None:
    """What a cancelled order does: the application waits for another one, or ends where its time is over."""
    expire(CharteredApplication(pk=order.subject_id), at=at)


@transaction.atomic
def refunded(order: Order, at: datetime) -> None:
    """What returning the whole fee does: those who allocate are told, where the application goes on."""
    row = locked(CharteredApplication(pk=order.subject_id))
    if row.state in APPLICATION_OPEN:
        tell_allocators(row, "application_money", at=at, order=order.number, pence=order.total_pence, returned=True)


def _go_on(row: CharteredApplication, *, order: Order | None, at: datetime) -> None:
    """Paid, or free: there is as much time again for what follows, and the rule decides where it can.

    A status that rests on the record alone is awarded at once to who still is a member; else a person looks at it.
    """
    until = uk_day(at, settings.APPLICATION_DAYS)
    move(row, "pay", at=at, data={"order": order and order.number}, order=order, valid_until=until)
    is_met, on_record = decision_for(row, at=at).outcome == Outcome.MET, rests_on_record(row)
    if is_met and on_record and ground_for_status(row.person):
        award_on_record(row, "award_by_rule", at=at)
        return
    if is_met and not on_record:
        move(row, "confirm_by_rule", at=at)
        tell_applicant(row, "application_eligible", at=at)
        tell_allocators(row, "application_to_allocate", at=at)
        return
    tell_applicant(row, "application_received", at=at)
    tell_allocators(row, "application_to_check", at=at)
