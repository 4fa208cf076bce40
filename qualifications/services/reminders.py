"""Who is nearly late and who is late: told once each, in one message a run to each coordinator and each holder."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day

from ..models import Centre, CentreStaff, Role, Stage
from ..workflow import STAGE_ROLES, StageName
from .due_messages import fact_of, tell_due, told_to
from .staff import moderators

# Somebody and the centre for which they coordinate the work, or None for what they are told of as its holder.
Reader = tuple[User, Centre | None]


@transaction.atomic
def remind_due(*, at: datetime) -> int:
    """Tell of every open stage that is nearly late or late at ``at``, each person once of each; returns the messages.

    A coordinator gets one for each centre with all that turned late there, a holder one for all that they hold. What
    somebody was told stands in their messages, which one transaction writes: a run that is stopped half way has told
    nobody, and the next tells all. Runs at the same time wait for each other at the rows of the centres, which
    nothing else but their admin locks.
    """
    due = Stage.objects.past_warning(at=at)
    centres = list(Centre.objects.filter(pk__in=due.values("centre")).order_by("pk").select_for_update(no_key=True))
    if not centres:
        return 0
    stages = list(due.filter(centre__in=centres).with_work().order_by("due_at", "pk"))
    readers = _readers(stages, at=at)
    told = told_to({person for person, _ in readers}, since=min(stage.warn_at for stage in stages))
    messages = 0
    for (person, centre), theirs in readers.items():
        if new := [stage for stage in theirs if (person.pk, fact_of(stage, at=at)) not in told]:
            tell_due(person, new, centre=centre, at=at)
            messages += 1
    return messages


def _readers(stages: Sequence[Stage], *, at: datetime) -> dict[Reader, list[Stage]]:
    """Who is told of which stages, in their order; never a learner of their own work."""
    staff = list(_staff(stages, at=at))
    coordinators = defaultdict(list)
    for row in staff:
        if row.role == Role.COORDINATOR:
            coordinators[row.centre_id].append(row.user)
    roles = {(row.user_id, row.centre_id, row.role) for row in staff}
    signing = list(moderators())
    readers: dict[Reader, list[Stage]] = defaultdict(list)
    for stage in stages:
        coordinating = coordinators[stage.centre_id]
        told: list[Reader] = [(person, stage.centre) for person in coordinating]
        told += [(person, None) for person in _holders(stage, roles, signing) if person not in coordinating]
        for person, centre in told:
            if person.pk != stage.submission.learner_id:
                readers[person, centre].append(stage)
    return readers


def _staff(stages: Iterable[Stage], *, at: datetime) -> Iterable[CentreStaff]:
    """Roles on that day of those who coordinate a centre or hold a stage, by name."""
    concerned = Q(role=Role.COORDINATOR) | Q(user__in={stage.holder_id for stage in stages if stage.holder_id})
    held = CentreStaff.objects.held(on=uk_day(at)).filter(concerned, centre__in={stage.centre_id for stage in stages})
    return held.select_related("user").order_by("user__name", "user")


def _holders(stage: Stage, roles: set[tuple[int, int, str]], signing: list[User]) -> list[User]:
    """Its holder, if they may still act; a sign-off whose moderator has left is everybody's in the Institute."""
    if stage.holder is None:
        return []
    if stage.stage == StageName.SIGN_OFF:
        return [stage.holder] if stage.holder in signing else signing
    return [stage.holder] if (stage.holder_id, stage.centre_id, STAGE_ROLES[stage.stage]) in roles else []
