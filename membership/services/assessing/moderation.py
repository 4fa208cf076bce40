"""Moderation: a second person looks at the judgement, sends it back, or decides the outcome.

Lock order: an unpaid renewal of the applicant, the application, then their membership.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveNotAllowed, MoveRefused, move

from ...models import ApplicationHolder, CharteredApplication
from ...workflow import ApplicationState, HolderStage
from ..chartered.awards import award_status, end_former_renewal
from ..chartered.messages import tell_applicant
from ..chartered.rows import locked
from .closing import close_file
from .holders import HolderRefused, hold, holder_of, let_go
from .judging import judged_now
from .messages import tell_staff

MODERATION = HolderStage.MODERATION


class OutcomeRefused(MoveRefused):
    """The outcome does not follow from the judgements; the first argument says why."""


@transaction.atomic
def take_moderation(*, application: CharteredApplication, by: User, at: datetime) -> ApplicationHolder:
    """Take the moderation, declaring to have no conflict of interest. Raises HolderRefused."""
    row = locked(application)
    if row.state != ApplicationState.MODERATION:
        raise HolderRefused("This application does not wait for moderation any more.")
    return hold(row, by, MODERATION, at=at, declared=True)


@transaction.atomic
def leave_moderation(*, application: CharteredApplication, by: User, at: datetime) -> CharteredApplication:
    """Leave it to another moderator; the person who leaves it never gets it again. Raises HolderRefused."""
    row = locked(application)
    held = holder_of(row, MODERATION)
    if held is None or held.person != by:
        raise HolderRefused("This application is not with you any more.")
    let_go(row, MODERATION, at=at)
    return row


@transaction.atomic
def send_back(
    *, application: CharteredApplication, by: User, reason: str, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Return the judgement to its assessor, with the reason. Raises MoveNotAllowed and StaleMove."""
    row = locked(application)
    assessor = holder_of(row, HolderStage.ASSESSMENT)
    if assessor is None:
        raise MoveNotAllowed("Nobody has this application for assessment.")
    move(row, "send_back", at=at, actor=by, moves=moves, sealed={"reason": reason.strip()}, about=assessor.person)
    tell_staff([assessor.person], row, "application_sent_back", at=at, reason=reason.strip())
    return row


@transaction.atomic
def award(
    *, application: CharteredApplication, by: User, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Award the status: every criterion is met. Raises OutcomeRefused, AwardRefused, MoveNotAllowed, StaleMove."""
    end_former_renewal(application, at=at)
    row = locked(application)
    if _missing(row):
        raise OutcomeRefused("A criterion is not yet met, so the status cannot be awarded.")
    move(row, "award", at=at, actor=by, moves=moves, decided_at=at)
    award_status(application=row, at=at)
    tell_applicant(row, "application_awarded", at=at)
    close_file(row, "application_decided", at=at, by=by)
    return row


@transaction.atomic
def not_yet(
    *, application: CharteredApplication, by: User, reason: str, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Something is missing that can be added until a day; it goes to the same people then. Raises as ``award``."""
    row = locked(application)
    missing = _missing(row)
    if not missing:
        raise OutcomeRefused("Every criterion is met, so nothing is missing: award the status.")
    until = uk_day(at, settings.NOT_YET_DAYS)
    sealed = {"reason": reason.strip()}
    move(row, "not_yet", at=at, actor=by, moves=moves, sealed=sealed, about=row.person, decided_at=at, answer_by=until)
    said = {"missing": missing, "until": until.isoformat(), "reason": reason.strip()}
    tell_applicant(row, "application_not_yet", at=at, **said)
    if assessor := holder_of(row, HolderStage.ASSESSMENT):
        tell_staff([assessor.person], row, "application_decided", at=at, outcome=row.get_state_display())
    return row


@transaction.atomic
def decline(
    *, application: CharteredApplication, by: User, reason: str, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Decline the application, with reasons that the applicant reads. Raises as ``award``."""
    row = locked(application)
    if not _missing(row):
        raise OutcomeRefused("Every criterion is met, so the application cannot be declined.")
    sealed = {"reason": reason.strip()}
    move(row, "decline", at=at, actor=by, moves=moves, sealed=sealed, about=row.person, decided_at=at)
    tell_applicant(row, "application_declined", at=at, reason=reason.strip())
    close_file(row, "application_decided", at=at, by=by)
    return row


def _missing(row: CharteredApplication) -> list[dict[str, str]]:
    """What is not yet met, with the feedback, for the message."""
    rows = judged_now(row).filter(met=False)
    return [{"criterion": one.criterion.title, "feedback": one.feedback} for one in rows]
