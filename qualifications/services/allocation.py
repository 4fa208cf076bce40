"""Who marks and who verifies: allocation by the centre, reallocation, and the moderator with the shortest queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveNotAllowed, MoveRefused, move

from ..models import Centre, CentreStaff, StageHolder, Submission
from ..permissions import may_hold
from ..workflow import STAGE_ROLES, StageName
from .assessment_messages import tell_former_holder, tell_holder
from .staff import moderators
from .stages import HolderRefused, check_role, current_holder, enter_stage, hold, locked


@dataclass(frozen=True)
class Candidate:
    """Somebody who could hold a stage, what they have open at these centres, and why not, if not.

    ``refusal`` bars them from every piece asked about, ``exceptions`` name the pieces that they cannot have.
    """

    person: User
    load: int
    refusal: str = ""
    due_soon: int = 0
    late: int = 0
    exceptions: tuple[tuple[Submission, str], ...] = ()


def candidates(submission: Submission, stage: str, *, at: datetime) -> list[Candidate]:
    """The centre's assessors or verifiers for this work, those who may first, the shortest queue first."""
    return candidates_for([submission], [stage], at=at)[stage]


def candidates_for(work: Sequence[Submission], stages: Sequence[str], *, at: datetime) -> dict[str, list[Candidate]]:
    """For each stage the assessors or verifiers of the centres of all this work, in the order of ``candidates``.

    Three queries, however much work and however many people.
    """
    centres = {_centre_of(one).pk for one in work}
    staff = _Staff(centres, [STAGE_ROLES[StageName(stage)] for stage in stages], on=uk_day(at))
    held = StageHolder.objects.filter(unit_enrolment__in={one.unit_enrolment_id for one in work})
    holders = {(row.unit_enrolment_id, row.person_id): row for row in held}
    everybody = list(_with_load(User.objects.filter(pk__in=staff.keys), centres=centres, at=at))
    found: dict[str, list[Candidate]] = {}
    for stage in stages:
        listed = [person for person in everybody if staff.is_listed(person, STAGE_ROLES[StageName(stage)])]
        people = [
            _candidate(person, [(one, _refusal(one, stage, person, holders, staff)) for one in work])
            for person in listed
        ]
        found[stage] = sorted(people, key=_freest_first)
    return found


class _Staff:
    """Who has which role at these centres, now or later; one query."""

    def __init__(self, centres: set[int], roles: list[str], *, on: date) -> None:
        rows = CentreStaff.objects.filter(centre__in=centres, role__in=roles)
        rows = rows.filter(Q(during__endswith=None) | Q(during__endswith__gt=on))
        self._rows = list(rows.values_list("user", "centre", "role", "during"))
        self._held = {(user, centre, role) for user, centre, role, during in self._rows if on in during}
        self.keys = {row[0] for row in self._rows}

    def is_listed(self, person: User, role: str) -> bool:
        return any(row[0] == person.pk and row[2] == role for row in self._rows)

    def serves(self, person: User, role: str, centre: Centre) -> bool:
        return (person.pk, centre.pk, role) in self._held


def _centre_of(submission: Submission) -> Centre:
    return submission.unit_enrolment.enrolment.centre


def _refusal(
    submission: Submission, stage: str, person: User, holders: dict[tuple[Any, int], StageHolder], staff: _Staff
) -> str:
    """Why this person cannot hold the stage of this work; nothing where they can."""
    role = STAGE_ROLES[StageName(stage)]
    held = holders.get((submission.unit_enrolment_id, person.pk))
    if person.pk == submission.learner_id:
        return "is the learner"
    if held is not None and held.stage != stage:
        return f"holds or held {held.get_stage_display().lower()} of this unit's work"
    if not person.is_active:
        return "can no longer sign in"
    if not staff.serves(person, role, _centre_of(submission)):
        return f"is not {role} at {_centre_of(submission)} today"
    return ""


def _candidate(person: Any, refusals: list[tuple[Submission, str]]) -> Candidate:
    exceptions = tuple((work, reason) for work, reason in refusals if reason)
    load = {"person": person, "load": person.load, "due_soon": person.due_soon, "late": person.late}
    if len(exceptions) < len(refusals):
        return Candidate(**load, exceptions=exceptions)
    return Candidate(**load, refusal=" or ".join(dict.fromkeys(reason for _, reason in refusals)))


def _freest_first(one: Candidate) -> tuple[Any, ...]:
    return bool(one.refusal), len(one.exceptions), one.load, one.person.name, one.person.pk


def _with_load(people: QuerySet[User], *, centres: set[int], at: datetime) -> QuerySet[Any]:
    """Annotate how many open stages each person holds at these centres, and how many of them are nearly late or late.

    How much somebody has elsewhere is another centre's business.
    """
    is_open = Q(stages__ended_at=None, stages__centre__in=centres)
    return people.annotate(
        load=Count("stages", filter=is_open),
        due_soon=Count("stages", filter=is_open & Q(stages__warn_at__lte=at, stages__due_at__gte=at)),
        late=Count("stages", filter=is_open & Q(stages__due_at__lt=at)),
    )


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
    chosen = free.annotate(load=Count("stages", filter=Q(stages__ended_at=None))).order_by("load", "pk").first()
    if chosen is None:
        raise MoveRefused("No moderator of the Institute is free to sign this off. Tell the Institute, then try again.")
    return chosen
