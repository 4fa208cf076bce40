"""Appeals against an outcome: raised by the applicant, decided by a moderator who held nothing of the application.

Lock order: the applicant's account, the application, the appeal.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, SealedPayload, born, move

from ...models import Appeal, ApplicationHolder, CharteredApplication
from ...permissions import is_the_applicant
from ...workflow import AppealState, ApplicationState, HolderStage
from ..chartered.messages import tell_allocators
from ..chartered.rows import lock_account, locked, rests_on_record
from ..numbers import new_number
from .closing import close_file
from .holders import HolderRefused, able, hold, holder_of, let_go, refusals
from .messages import tell_of_appeal

APPEALABLE = (ApplicationState.NOT_YET, ApplicationState.DECLINED)
APPEAL = HolderStage.APPEAL


class AppealRefused(MoveRefused):
    """The appeal cannot be raised or decided like that; the first argument says why."""


def appeal_until(application: CharteredApplication) -> date | None:
    """The last day on which the outcome can be appealed against; None where there is none to appeal against."""
    if application.state not in APPEALABLE or application.decided_at is None:
        return None
    return uk_day(application.decided_at, settings.APPEAL_DAYS)


def appeals_of(application: CharteredApplication) -> list[Appeal]:
    """The appeals of an application, the latest first; one query."""
    return list(Appeal.objects.filter(application=application).order_by("-raised_at", "-pk"))


def reason_of_appeal(appeal: Appeal) -> str:
    """The reason that was given with the decision; empty where there is none, or it was erased. One query."""
    decided = appeal.events.filter(action__in=["uphold", "dismiss"]).values("payload_id")
    payload = SealedPayload.objects.filter(pk__in=decided).first()
    return payload.body["reason"] if payload else ""


@transaction.atomic
def raise_appeal(*, application: CharteredApplication, by: User, grounds: str, at: datetime) -> Appeal:
    """The applicant appeals, once against each outcome. Raises AppealRefused."""
    row = locked(application)
    until = appeal_until(row)
    if not is_the_applicant(by, row) or until is None:
        raise AppealRefused("There is no outcome to appeal against.")
    if uk_day(at) > until:
        raise AppealRefused(f"An appeal is possible for {settings.APPEAL_DAYS} days after the outcome.")
    if Appeal.objects.filter(application=row, raised_at__gte=row.decided_at).exists():
        raise AppealRefused("You have appealed against this outcome already.")
    appeal = Appeal(
        application=row,
        number=new_number("appeal"),
        grounds=grounds.strip(),
        raised_at=at,
        due_on=uk_day(at, settings.APPEAL_DECISION_DAYS),
    )
    born(appeal, at=at, actor=by, data={"against": row.state})
    tell_of_appeal(appeal, [row.person], "appeal_received", at=at)
    deciders = able(APPEAL).exclude(pk__in=refusals(row, APPEAL)).order_by("pk")
    tell_of_appeal(appeal, deciders, "appeal_raised", at=at, applicant=row.person.name)
    return appeal


@transaction.atomic
def take_appeal(*, appeal: Appeal, by: User, at: datetime) -> ApplicationHolder:
    """A moderator who held nothing of the application takes the appeal, declaring to have no conflict.

    Raises HolderRefused.
    """
    _, appeal = _locked(appeal)
    if appeal.state != AppealState.RAISED:
        raise HolderRefused("This appeal is decided already.")
    return hold(appeal.application, by, APPEAL, at=at, declared=True)


@transaction.atomic
def uphold(*, appeal: Appeal, by: User, reason: str, at: datetime, moves: int | None = None) -> Appeal:
    """The outcome does not stand: the application waits for an assessor who is new to it, as another attempt.

    What was met stays met. Where there is nothing to assess, eligibility is checked again instead. Raises AppealRefused
    where the applicant has begun another application meanwhile, MoveNotAllowed and StaleMove.
    """
    lock_account(appeal.application.person)
    row, appeal = _locked(appeal)
    _check_no_other(row)
    _decide(appeal, "uphold", by, reason, at, moves)
    attempt = row.attempt + 1
    until = uk_day(at, settings.APPLICATION_DAYS)
    on_record = rests_on_record(row)
    move(
        row,
        "check_again" if on_record else "reopen",
        at=at,
        actor=by,
        data={"appeal": appeal.number, "attempt": attempt},
        attempt=attempt,
        valid_until=until,
        answer_by=None,
        decided_at=None,
    )
    close_file(row, "application_taken_from_you", at=at, by=by)
    tell_of_appeal(appeal, [row.person], "appeal_decided", at=at, upheld=True, reason=reason.strip())
    tell_allocators(row, "application_to_check" if on_record else "application_to_allocate", at=at)
    return appeal


@transaction.atomic
def dismiss(*, appeal: Appeal, by: User, reason: str, at: datetime, moves: int | None = None) -> Appeal:
    """The outcome stands, with reasons that the applicant reads. Raises MoveNotAllowed and StaleMove.

    Days to add what is missing that passed while the appeal was looked at are given back.
    """
    row, appeal = _locked(appeal)
    _decide(appeal, "dismiss", by, reason, at, moves)
    _give_days_back(row, appeal, at)
    let_go(row, APPEAL, at=at)
    tell_of_appeal(appeal, [row.person], "appeal_decided", at=at, upheld=False, reason=reason.strip())
    return appeal


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, by: User, at: datetime, moves: int | None = None) -> Appeal:
    """The applicant takes the appeal back; who holds it is told and let go. Raises MoveNotAllowed and StaleMove."""
    row, appeal = _locked(appeal)
    move(appeal, "withdraw", at=at, actor=by, moves=moves)
    if held := holder_of(row, APPEAL):
        said = {"applicant": row.person.name, "path": reverse("membership:desk")}  # the appeal closes to them
        tell_of_appeal(appeal, [held.person], "appeal_taken_back", at=at, **said)
    let_go(row, APPEAL, at=at)
    return appeal


def _check_no_other(row: CharteredApplication) -> None:
    others = CharteredApplication.objects.open().filter(person=row.person_id).exclude(pk=row.pk)
    if other := others.first():
        raise AppealRefused(
            f"The applicant has begun another application, {other.number}. It has to be taken back first."
        )


def _decide(appeal: Appeal, action: str, by: User, reason: str, at: datetime, moves: int | None) -> None:
    sealed, about = {"reason": reason.strip()}, appeal.application.person
    move(appeal, action, at=at, actor=by, moves=moves, sealed=sealed, about=about, decided_by=by)


def _give_days_back(row: CharteredApplication, appeal: Appeal, at: datetime) -> None:
    if row.state == ApplicationState.NOT_YET and row.answer_by:
        row.answer_by += timedelta(days=(uk_day(at) - uk_day(appeal.raised_at)).days)
        row.save(update_fields=["answer_by"])


def _locked(appeal: Appeal) -> tuple[CharteredApplication, Appeal]:
    """The application and the appeal, both read afresh with their rows locked."""
    row = locked(appeal.application)
    fresh = Appeal.objects.select_for_update().get(pk=appeal.pk)
    fresh.application = row
    return row, fresh
