"""Finding an assessor who knows nothing of the applicant, and what that person declares first.

Lock order: the application, then the slots of its assessor.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveNotAllowed, move

from ...models import ApplicationHolder, CharteredApplication
from ...workflow import APPLICATION_WITH_ASSESSOR, HolderStage
from ..chartered.messages import tell_allocators, tell_applicant
from ..chartered.rows import locked
from .discussions import cancel_live, free_slots, tell_to_book
from .holders import HolderRefused, able, hold, holder_of, let_go, refusals
from .messages import tell_staff

ASSESSMENT = HolderStage.ASSESSMENT


@dataclass(frozen=True)
class Candidate:
    """An assessor, the number of applications that they assess now, and why they cannot have this one, if so."""

    person: User
    load: int
    refusal: str = ""


def candidates(application: CharteredApplication) -> list[Candidate]:
    """The assessors, those who can have the application first and of them who has least to do; four queries."""
    open_now = Q(
        held_applications__stage=ASSESSMENT,
        held_applications__ended_at=None,
        held_applications__application__state__in=APPLICATION_WITH_ASSESSOR,
    )
    people = able(ASSESSMENT).annotate(load=Count("held_applications", filter=open_now, distinct=True))
    why = refusals(application, ASSESSMENT)
    found = [Candidate(one, one.load, why.get(one.pk, "")) for one in people.order_by("load", "name", "pk")]
    return sorted(found, key=lambda one: bool(one.refusal))


@transaction.atomic
def allocate(
    *, application: CharteredApplication, assessor: User, by: User, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Give the application to an assessor, who declares to have no conflict before the file opens.

    Raises HolderRefused for whoever cannot have it, MoveNotAllowed and StaleMove.
    """
    row = locked(application)
    action = "allocate" if row.route.has_discussion else "allocate_written"
    # What the applicant does next waits for the assessor, so it has as much time again.
    until = max(row.valid_until, uk_day(at, settings.APPLICATION_DAYS))
    move(row, action, at=at, actor=by, moves=moves, data={"assessor": assessor.pk}, valid_until=until)
    hold(row, assessor, ASSESSMENT, at=at)
    tell_applicant(row, "application_allocated", at=at, discussion=row.route.has_discussion)
    tell_staff([assessor], row, "assessor_chosen", at=at)
    return row


@transaction.atomic
def declare_no_conflict(*, application: CharteredApplication, by: User, at: datetime) -> ApplicationHolder:
    """The holder does not know the applicant and has no interest in the outcome: the file opens to them.

    Raises HolderRefused for anybody but a holder. A second declaration changes nothing.
    """
    row = locked(application)
    held = ApplicationHolder.objects.filter(application=row, person=by, ended_at=None).first()
    if held is None:
        raise HolderRefused("This application is not with you any more.")
    if held.declared_at is None:
        held.declared_at = at
        held.save(update_fields=["declared_at"])
        if held.stage == ASSESSMENT and free_slots(row, at=at).exists():
            tell_to_book(row, at=at)
    return held


@transaction.atomic
def give_back(
    *, application: CharteredApplication, by: User, reason: str, at: datetime, moves: int | None = None
) -> CharteredApplication:
    """Take the application from its assessor, for a conflict of interest or because they are away.

    The assessor gives it back, or a moderator takes it; the reason is sealed. A discussion that was booked is
    cancelled, and that person never gets the application again. Raises MoveNotAllowed and StaleMove.
    """
    row = locked(application)
    held = holder_of(row, ASSESSMENT)
    if held is None:
        raise MoveNotAllowed("Nobody has this application for assessment.")
    sealed = {"reason": reason}
    move(row, "give_back", at=at, actor=by, moves=moves, sealed=sealed, about=held.person)
    let_go(row, ASSESSMENT, at=at)
    cancelled = cancel_live(row, at=at)
    tell_applicant(row, "application_given_back", at=at, cancelled=cancelled is not None)
    tell_allocators(row, "application_to_allocate", at=at)
    if held.person != by:
        tell_staff([held.person], row, "application_taken_from_you", at=at)
    return row
