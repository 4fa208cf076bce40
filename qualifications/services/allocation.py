"""Who marks and who verifies: allocation by the centre, reallocation, and the moderator with the shortest queue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, MoveRefused, move

from ..models import CentreStaff, StageHolder, Submission
from ..permissions import may_hold
from ..rules.clock import uk_day
from ..workflow import STAGE_ROLES, StageName
from .assessment_messages import tell_former_holder, tell_holder
from .staff import moderators
from .stages import HolderRefused, check_role, current_holder, enter_stage, hold, locked


@dataclass(frozen=True)
class Candidate:
    """Somebody who could hold a stage, how many open stages they hold at this centre, and why not, if not."""

    person: User
    load: int
    refusal: str = ""


def candidates(submission: Submission, stage: str, *, at: datetime) -> list[Candidate]:
    """The centre's assessors or verifiers for this work, those who may first, the shortest queue first."""
    centre = submission.unit_enrolment.enrolment.centre_id
    held = CentreStaff.objects.held(on=uk_day(at)).filter(centre=centre, role=STAGE_ROLES[StageName(stage)])
    refusals = {
        row.person_id: f"holds or held {row.get_stage_display().lower()} of this unit's work"
        for row in StageHolder.objects.filter(unit_enrolment=submission.unit_enrolment).exclude(stage=stage)
    }
    refusals[submission.learner_id] = "is the learner"
    found = [
        Candidate(person, person.load, refusals.get(person.pk, ""))
        for person in with_load(User.objects.filter(pk__in=held.values("user")), Q(stages__centre=centre))
    ]
    return sorted(found, key=lambda one: (bool(one.refusal), one.load, one.person.name, one.person.pk))


def with_load(people: QuerySet[User], where: Q | None = None) -> QuerySet[Any]:
    """Annotate ``load``: how many open stages each person holds; ``where`` leaves out what is not to be counted."""
    return people.annotate(load=Count("stages", filter=Q(stages__ended_at=None) & (where or Q())))


@transaction.atomic
def allocate(
    *, submission: Submission, by: User, assessor: User, verifier: User, at: datetime, moves: int | None = None
) -> Submission:
    """Give the work to an assessor, and say who will verify it; each is told when it reaches them.

    Raises HolderRefused for somebody who may not hold the stage, MoveNotAllowed and StaleMove as ``move()``.
    """
    work = locked(submission)
    check_role(work, "marking", assessor)
    check_role(work, "verification", verifier)
    hold(work, stage="verification", person=verifier, at=at)
    enter_stage(
        work,
        "allocate",
        stage="marking",
        holder=assessor,
        at=at,
        actor=by,
        moves=moves,
        data={"assessor": assessor.pk, "verifier": verifier.pk},
    )
    tell_holder(work, at=at)
    return work


@transaction.atomic
def reallocate(
    *, submission: Submission, by: User, stage: str, to: User, reason: str, at: datetime, moves: int | None = None
) -> Submission:
    """Give marking or verification of open work to somebody else; who had it keeps what they wrote, not the work.

    The stage may be under way, over or still to come: whoever holds it gets the work when it reaches them. The reason
    is kept, sealed, in the event. Raises MoveRefused without a reason, otherwise as ``allocate``.
    """
    work = locked(submission)
    if work.state not in STAGE_ROLES:
        raise MoveNotAllowed("This work is neither being marked nor being verified, so nobody else can be given it.")
    if not reason.strip():
        raise MoveRefused("Say why somebody else gets this work.")
    check_role(work, stage, to)
    former = current_holder(work, stage)
    if former == to:
        raise HolderRefused(f"{to} already has this work.")
    said: dict[str, Any] = {
        "actor": by,
        "moves": moves,
        "data": {"stage": stage, "from": former and former.pk, "to": to.pk},
        "sealed": {"reason": reason.strip()},
    }
    if work.state == stage:
        enter_stage(work, "reallocate", stage=stage, holder=to, at=at, **said)
        tell_holder(work, at=at)
    else:
        hold(work, stage=stage, person=to, at=at)
        move(work, "reallocate", at=at, **said)
    tell_former_holder(work, former, stage, at=at)
    return work


@transaction.atomic
def take_over(*, submission: Submission, by: User, at: datetime, moves: int | None = None) -> Submission:
    """A moderator takes a sign-off from a colleague who cannot do it. Raises as ``allocate``."""
    work = locked(submission)
    if work.state != StageName.SIGN_OFF:
        raise MoveNotAllowed("This work is not being signed off.")
    check_role(work, "sign_off", by)
    former = current_holder(work, "sign_off")
    if former == by:
        raise HolderRefused("You already have this work.")
    said = {"actor": by, "moves": moves, "data": {"stage": "sign_off", "from": former and former.pk, "to": by.pk}}
    enter_stage(work, "reallocate", stage="sign_off", holder=by, at=at, **said)
    tell_former_holder(work, former, "sign_off", at=at)
    return work


def moderator_for(submission: Submission) -> User:
    """Who signs off: whoever did before, else the moderator with the shortest queue who had no part in the work.

    Raises MoveRefused when there is none.
    """
    held = current_holder(submission, "sign_off")
    if held is not None and may_hold(held, "sign_off", centre_id=submission.unit_enrolment.enrolment.centre_id):
        return held
    barred = StageHolder.objects.filter(unit_enrolment=submission.unit_enrolment).exclude(stage="sign_off")
    free = moderators().exclude(pk=submission.learner_id).exclude(pk__in=barred.values("person"))
    chosen = with_load(free).order_by("load", "pk").first()
    if chosen is None:
        raise MoveRefused("No moderator of the Institute is free to sign this off. Tell the Institute, then try again.")
    return chosen
