"""Requests to join, to rise to another grade, or to come back: prepared, sent, decided by rule or by a person, granted.

A rule decides where every fact is proven and no concession is asked for; else the membership team does. Lock order as
in ``members``: the order, the request, then the membership.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import Wanted, end_unpaid, open_order
from cmiportal.rules.days import end_of, uk_day
from cmiportal.workflow import MoveRefused, born, move

from ...models import Grade, GradeRequest, Membership
from ...rules.eligibility import Decision, Outcome, decide
from ...workflow import REQUEST_OPEN, Basis, MembershipState, RequestState
from ..record.facts import facts_of
from .endings import give_up
from .grades import CONCESSION, EVERYBODY, fees_on, ways_of
from .memberships import RENEWAL, REQUESTED, change_grade, current_of, ended_suspended, last_of, open_membership, settle
from .memberships import locked as locked_membership
from .request_messages import tell_requester, tell_team, tell_team_of_payment

ORDER_KIND = REQUESTED
Kind = GradeRequest.Kind


class RequestRefused(MoveRefused):
    """The request cannot be sent or decided like that; the first argument says why, ``part`` which part it is about."""

    def __init__(self, sentence: str, *, part: str = "") -> None:
        super().__init__(sentence)
        self.part = part


def open_request_of(person: User) -> GradeRequest | None:
    """The request that the person prepares or waits for; one query."""
    return GradeRequest.objects.open().select_related("grade", "membership").filter(person=person).first()


def locked(request: GradeRequest) -> GradeRequest:
    """The request read afresh with its row locked."""
    rows = GradeRequest.objects.select_for_update(of=("self",)).select_related("grade", "membership", "person")
    return rows.get(pk=request.pk)


@transaction.atomic
def begin(*, person: User, at: datetime) -> GradeRequest:
    """The open request of the person, or a new one of the kind that their membership leads to."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if found := open_request_of(person):
        return found
    current, last = current_of(person), last_of(person)
    kind = Kind.UPGRADE if current else Kind.REINSTATE if last else Kind.JOIN
    # Who comes back most likely wants what they had.
    grade = last.grade if last and kind == Kind.REINSTATE and last.grade.joinable else None
    row = GradeRequest(person=person, kind=kind, membership=last, grade=grade, created_at=at)
    return born(row, at=at, actor=person)


@transaction.atomic
def keep(*, request: GradeRequest, answers: Mapping[str, Any]) -> GradeRequest:
    """Keep some answers of a request that is being prepared: grade, concession, code_accepted_at.

    Raises RequestRefused once it was sent.
    """
    row = locked(request)
    if row.state != RequestState.DRAFT:
        raise RequestRefused("This request was sent, so it can no longer be changed.")
    for name, value in answers.items():
        setattr(row, name, value)
    row.save(update_fields=list(answers))
    return row


def stands_on(person: User) -> Membership | None:
    """The membership that has begun and gives the person a grade today; one query."""
    current = current_of(person)
    return current if current and current.basis else None


def grades_for(current: Membership | None) -> QuerySet[Grade]:
    """The grades that can be asked for with that membership, or without any: nobody asks their way down."""
    grades = Grade.objects.filter(joinable=True)
    return grades.filter(rank__gt=current.grade.rank) if current else grades


def is_paid_for(current: Membership | None) -> bool:
    """Whether another grade of that membership costs nothing before it ends: somebody has paid for it."""
    return bool(current and current.basis not in (Basis.STUDYING, Basis.HONORARY))


def is_free(request: GradeRequest) -> bool:
    """Whether nothing is charged for the grade now: another one of a membership that is paid for until its end."""
    return is_paid_for(stands_on(request.person))


def is_priced(grade: Grade, *, at: datetime) -> bool:
    """Whether anything says what a year costs today."""
    return (grade.product, EVERYBODY) in fees_on(uk_day(at), [grade])


def decision_on(request: GradeRequest, grade: Grade, *, at: datetime) -> Decision:
    """What the rule of the grade says of the person today."""
    today = uk_day(at)
    return decide(ways_of(grade.rule), facts_of(request.person, on=today))


@transaction.atomic
def submit(*, request: GradeRequest, by: User, at: datetime, moves: int | None = None) -> GradeRequest:
    """Send the request; accepted at once where the rule decides. Raises RequestRefused with the part that is missing.

    A grade whose rule is plainly not met can be sent all the same: facts may be missing that a person can weigh. So can
    one that has no price today: a person finds out what it costs.
    """
    row = locked(request)
    if row.grade is None or not row.grade.joinable:
        raise RequestRefused("Choose the grade that you ask for.", part="grade")
    _refuse_down(row.person, row.grade)
    if row.code_accepted_at is None:
        raise RequestRefused("Accept the Code of Conduct before you send the request.", part="code")
    move(row, "submit", at=at, actor=by, moves=moves, submitted_at=at)
    if _is_for_the_rule(row, row.grade, at=at):
        return _accepted(row, "accept_by_rule", at=at)
    tell_requester(row, "request_received", at=at)
    tell_team(row, at=at)
    return row


@transaction.atomic
def accept(
    *, request: GradeRequest, by: User, at: datetime, reason: str, concession: bool = False, moves: int | None = None
) -> GradeRequest:
    """The membership team accepts, with the concession that was asked for or without it."""
    row = locked(request)
    row.concession_granted = bool(concession and row.concession)
    row.save(update_fields=["concession_granted"])
    said = {"moves": moves, "actor": by, "sealed": {"reason": reason}, "about": row.person, "decided_by": by}
    return _accepted(row, "accept", at=at, **said)


@transaction.atomic
def decline(*, request: GradeRequest, by: User, at: datetime, reason: str, moves: int | None = None) -> GradeRequest:
    """The membership team declines; the person reads the reason."""
    row = locked(request)
    sealed = {"reason": reason}
    move(row, "decline", at=at, actor=by, moves=moves, sealed=sealed, about=row.person, decided_by=by)
    tell_requester(row, "request_declined", at=at, reason=reason)
    return row


@transaction.atomic
def withdraw(*, request: GradeRequest, by: User, at: datetime, moves: int | None = None) -> GradeRequest:
    """The person takes the request back; an order that was not paid goes with it."""
    Order.objects.unpaid().select_for_update().filter(kind=ORDER_KIND, subject_id=request.pk).first()
    row = locked(request)
    move(row, "withdraw", at=at, actor=by, moves=moves)
    end_unpaid(kind=ORDER_KIND, subject_id=row.pk, reason="The request was taken back.", at=at)
    _give_up(row, at=at)
    return row


@transaction.atomic
def paid(order: Order, at: datetime) -> None:
    """What being paid does to a request: the membership runs from today, and the request is granted.

    A request that is no longer accepted, or whose membership is suspended, stays as it is, and the membership team is
    told of the money.
    """
    subject = locked(GradeRequest(pk=order.subject_id))
    if subject.state != RequestState.ACCEPTED or subject.membership is None or subject.grade is None:
        tell_team(subject, at=at, kind="payment_without_request")
        return
    if _is_suspended_since(subject, locked_membership(subject.membership)):
        tell_team_of_payment(subject.membership, order, at=at)
        return
    basis = Basis.CONCESSION if subject.concession_granted else Basis.PAID
    membership = settle(membership=subject.membership, grade=subject.grade, basis=basis, at=at, order=order)
    _grant(subject, membership, at=at)


@transaction.atomic
def unpaid(order: Order, at: datetime) -> None:
    """What an order that ran out does: the request ends, and a membership that waited for it never began."""
    subject = locked(GradeRequest(pk=order.subject_id))
    if subject.state not in REQUEST_OPEN:
        return
    move(subject, "expire", at=at)
    _give_up(subject, at=at)
    tell_requester(subject, "request_expired", at=at)


def _accepted(row: GradeRequest, action: str, *, at: datetime, **said: Any) -> GradeRequest:
    """Accept, then do what follows: a fee to pay, or the grade at once where no fee comes with it."""
    move(row, action, at=at, **said)
    grade = row.grade
    assert grade is not None  # a request that was sent has one: grade_request_sent_is_whole
    _refuse_down(row.person, grade)
    current = current_of(row.person)
    if current and current.state == MembershipState.SUSPENDED:
        raise RequestRefused("The membership is suspended, so no grade can be given now.")
    if current and is_free(row):
        end_unpaid(kind=RENEWAL, subject_id=current.pk, reason="The grade changed, and the fee with it.", at=at)
        change_grade(membership=current, grade=grade, at=at, because="request")
        return _grant(row, current, at=at)
    row.membership = current or open_membership(person=row.person, grade=grade, at=at)
    row.save(update_fields=["membership"])
    audience = CONCESSION if row.concession_granted else EVERYBODY
    line = Wanted(grade.product, f"Membership as {grade.title}, one year", audience=audience)
    until = end_of(uk_day(at, settings.REQUEST_UNPAID_DAYS))
    order = open_order(kind=ORDER_KIND, subject_id=row.pk, person=row.person, lines=[line], at=at, expires_at=until)
    if order.paid_at is None:
        tell_requester(row, "request_accepted", at=at, order=order)
    return locked(row)


def _is_for_the_rule(row: GradeRequest, grade: Grade, *, at: datetime) -> bool:
    """Whether nobody has to look at it: every fact is proven, the price stands, and no suspension was cut short."""
    if row.concession or not (is_free(row) or is_priced(grade, at=at)):
        return False
    return decision_on(row, grade, at=at).outcome == Outcome.MET and not ended_suspended(row.person)


def _refuse_down(person: User, grade: Grade) -> None:
    """Raise RequestRefused for a grade that is not above the one that the person has."""
    current = stands_on(person)
    if current and current.grade_id == grade.key:
        raise RequestRefused("You have this grade already. Choose another one.", part="grade")
    if current and current.grade.rank >= grade.rank:
        raise RequestRefused(
            f"{current.grade}, the grade of today, is above {grade}. Choose a higher one.", part="grade"
        )


def _is_suspended_since(accepted: GradeRequest, membership: Membership) -> bool:
    """Whether the membership is suspended, or ended so after the request was accepted."""
    if membership.state != MembershipState.LAPSED:
        return membership.state == MembershipState.SUSPENDED
    since = accepted.events.get(sequence=accepted.moves).at
    return membership.events.filter(
        sequence=membership.moves, from_state=MembershipState.SUSPENDED, at__gt=since
    ).exists()


def _give_up(row: GradeRequest, *, at: datetime) -> None:
    """A membership that waited for the fee of this request never began."""
    if row.membership and row.membership.state == MembershipState.PENDING:
        give_up(membership=row.membership, at=at)


def _grant(row: GradeRequest, membership: Membership, *, at: datetime) -> GradeRequest:
    """The membership has the grade: the request names it, even one that began after the request did."""
    move(row, "grant", at=at, membership=membership)
    # A seat or a renewal may have had the Code of Conduct accepted after the request was sent.
    accepted = Greatest("code_accepted_at", Value(row.code_accepted_at))
    Membership.objects.filter(pk=membership.pk).update(code_accepted_at=accepted)
    return row
