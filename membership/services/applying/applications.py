"""An application for Chartered Manager from its first line to being submitted, withdrawn, or submitted again.

Lock order: the order, the applicant's account, the referee's links, the application.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import end_unpaid
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, born, move

from ...models import CharteredApplication, Route
from ...workflow import AppealState, ApplicationState
from ..assessing.closing import close_file
from ..chartered.awards import award_on_record
from ..chartered.messages import tell_allocators, tell_applicant, tell_holders
from ..chartered.rows import ORDER_KIND, lock_account, locked, open_application_of, rests_on_record
from ..numbers import new_number
from ..register.statuses import last_status
from .fees import open_fee
from .parts import parts_of, statement_parts, statuses_of
from .referees import end_asking
from .statements import freeze, prepare


class ApplicationRefused(MoveRefused):
    """The application cannot be begun or submitted like that; ``part`` is the part that it is about, if one."""

    def __init__(self, sentence: str, *, part: str = "") -> None:
        super().__init__(sentence)
        self.part = part


@transaction.atomic
def begin(*, person: User, route: Route, status: str, at: datetime) -> CharteredApplication:
    """The open application of the person, or a new one; nobody has to be a member yet, only to submit it.

    Raises ApplicationRefused where the route is closed or leads to another status, or to one that is held already.
    """
    _check_route(person, route, status)
    lock_account(person)
    if found := open_application_of(person):
        return found
    row = CharteredApplication(
        number=new_number("application"),
        person=person,
        route=route,
        status=status,
        created_at=at,
        valid_until=uk_day(at, settings.APPLICATION_DAYS),
    )
    born(row, at=at, actor=person, data={"route": route.key, "status": status})
    prepare(row, at=at)
    return row


@transaction.atomic
def change_route(*, application: CharteredApplication, route: Route, status: str, at: datetime) -> CharteredApplication:
    """Another route or status before it is submitted; statements that were written stay. Raises ApplicationRefused."""
    row = _draft(application)
    _check_route(row.person, route, status)
    row.route, row.status = route, status
    row.save(update_fields=["route", "status"])
    prepare(row, at=at)
    return row


@transaction.atomic
def accept_code(*, application: CharteredApplication, at: datetime) -> CharteredApplication:
    """The applicant keeps to the Code of Conduct. Raises ApplicationRefused once it was submitted."""
    row = _draft(application)
    row.code_accepted_at = at
    row.save(update_fields=["code_accepted_at"])
    return row


@transaction.atomic
def submit(
    *, application: CharteredApplication, by: User, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Submit the whole application: its statements are frozen, its fee is opened.

    Raises ApplicationRefused with the first part that is missing, StatementRefused for evidence that cannot be kept,
    NoPrice, MoveNotAllowed and StaleMove; then nothing has happened.
    """
    lock_account(application.person)
    row = locked(application)
    if row.state == ApplicationState.DRAFT:
        if row.valid_until < uk_day(at):
            raise ApplicationRefused("The time to finish this application is over.")
        for part in parts_of(row, at=at).missing:
            raise ApplicationRefused(f"{part.title}: {part.missing}", part=part.key)
    criteria = list(row.route.criteria.all())
    move(row, "submit", at=at, actor=by, moves=moves, submitted_at=at)
    freeze(row, criteria, at=at)
    open_fee(row, at=at)
    return locked(row)


@transaction.atomic
def resubmit(
    *, application: CharteredApplication, by: User, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Submit again what was missing, as the next attempt, to the same assessor and without another fee.

    Raises ApplicationRefused with the first statement that is not ready, and as ``submit``.
    """
    row = locked(application)
    if row.appeals.filter(state=AppealState.RAISED).exists():
        raise ApplicationRefused("You have appealed. Wait for the answer, or take the appeal back, then submit again.")
    parts = statement_parts(row)
    for part in parts:
        if part.missing:
            raise ApplicationRefused(f"{part.title}: {part.missing}", part=part.key)
    attempt = row.attempt + 1
    move(row, "resubmit", at=at, actor=by, moves=moves, data={"attempt": attempt}, attempt=attempt)
    freeze(row, [part.statement.criterion for part in parts if part.statement], at=at)
    tell_applicant(row, "application_resubmitted", at=at)
    tell_holders(row, "application_back", at=at)
    return row


@transaction.atomic
def withdraw(
    *, application: CharteredApplication, by: User, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """The applicant takes the application back before it is assessed: order, link and booked discussion go with it.

    Its assessor is told and let go. A fee that was paid stays paid until somebody here returns it. Raises
    MoveNotAllowed and StaleMove.
    """
    Order.objects.unpaid().select_for_update().filter(kind=ORDER_KIND, subject_id=application.pk).first()
    end_asking(application, at=at)
    row = locked(application)
    was = row.state
    move(row, "withdraw", at=at, actor=by, moves=moves)
    end_unpaid(kind=ORDER_KIND, subject_id=row.pk, reason="The application was taken back.", at=at)
    close_file(row, "application_taken_back", at=at)
    if was != ApplicationState.DRAFT:
        tell_applicant(row, "application_withdrawn", at=at)
    return row


@transaction.atomic
def confirm(
    *, application: CharteredApplication, by: User, reason: str, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Somebody here looked at what is claimed: the applicant is eligible. The reason is sealed.

    A status that rests on the record alone is awarded by that; raises AwardRefused as ``award_status``.
    """
    row = locked(application)
    if rests_on_record(row):
        award_on_record(row, "award_eligible", by=by, moves=moves, reason=reason, at=at)
        return row
    move(row, "confirm", at=at, actor=by, moves=moves, sealed={"reason": reason}, about=row.person)
    tell_applicant(row, "application_eligible", at=at)
    tell_allocators(row, "application_to_allocate", at=at)
    return row


@transaction.atomic
def refuse(
    *, application: CharteredApplication, by: User, reason: str, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Somebody here looked at what is claimed: the applicant is not eligible, and reads why."""
    end_asking(application, at=at)
    row = locked(application)
    sealed = {"reason": reason}
    move(row, "refuse", at=at, actor=by, moves=moves, sealed=sealed, about=row.person, decided_at=at)
    tell_applicant(row, "application_not_eligible", at=at, reason=reason)
    return row


def _check_route(person: User, route: Route, status: str) -> None:
    if not route.open:
        raise ApplicationRefused(f"The route “{route.title}” is not open to applications now.", part="route")
    if status not in statuses_of(route):
        raise ApplicationRefused("This route does not lead to that status. Choose another one.", part="status")
    held = last_status(person) if status == CharteredApplication.Status.FOUNDATION else None
    if held and held.ended_on is None:
        raise ApplicationRefused(f"You are a {held.get_status_display()} already.", part="status")


def _draft(application: CharteredApplication) -> CharteredApplication:
    row = locked(application)
    if row.state != ApplicationState.DRAFT:
        raise ApplicationRefused("This application was submitted, so it can no longer be changed.")
    return row
