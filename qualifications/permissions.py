"""Who may do what: predicates ``(user, object) -> bool`` that the workflow, views and templates all use.

A centre role counts while its period holds; people who may not sign in any more hold nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from cmiportal.accounts.models import User
from membership.permissions import opens_cpd_evidence, opens_evidence

from .models.assessment import Submission
from .models.awards import Award
from .models.centres import CentreStaff, Role
from .models.enrolment import Enrolment
from .querysets.people import today
from .workflow import STAGE_ROLES, StageName

CentreRole = tuple[int, str]


def roles_of(user: Any) -> frozenset[CentreRole]:
    """(centre id, role) of every centre role that the person holds today; asked of the database once per object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return _standing(user)[0]


def learning_of(user: Any) -> tuple[bool, bool]:
    """Whether the person holds a place, and whether an award is theirs; asked together with the roles."""
    return _standing(user)[1:]


def standing_now() -> JSONObject:
    """What an account holds today, as a column over the accounts: ``roles``, ``place`` and ``award``."""
    held = CentreStaff.objects.held(on=today()).filter(user=OuterRef("pk")).order_by()
    roles = ArraySubquery(held.values_list(JSONObject(centre="centre_id", role="role")))
    place, award = (Exists(model.objects.filter(learner=OuterRef("pk"))) for model in (Enrolment, Award))
    return JSONObject(roles=roles, place=place, award=award)


def keep_standing(user: Any, standing: Mapping[str, Any]) -> None:
    """Put what was read with the account where it is looked for; see ``roles_of`` and ``learning_of``."""
    roles = frozenset((row["centre"], row["role"]) for row in standing["roles"])
    user._standing = (roles, standing["place"], standing["award"])


def _standing(user: Any) -> tuple[frozenset[CentreRole], bool, bool]:
    """(roles, has a place, has an award): from the session, or in one query for an account that was read otherwise."""
    if not hasattr(user, "_standing"):
        keep_standing(user, User.objects.values_list(standing_now(), flat=True).get(pk=user.pk))
    return user._standing


def has_role(user: Any, role: str) -> bool:
    """Whether the person holds this role at any centre today."""
    return any(held == role for _, held in roles_of(user))


def is_coordinator(user: Any) -> bool:
    """Whether the person coordinates some centre."""
    return has_role(user, Role.COORDINATOR)


def is_moderator(user: Any) -> bool:
    """Whether the person signs off for the awarding body."""
    return bool(user.is_authenticated and user.is_moderator)


def marks_or_signs(user: Any) -> bool:
    """Whether the person can have work in a queue: any centre role, or moderator."""
    return bool(roles_of(user)) or is_moderator(user)


def is_the_learner(user: Any, row: Any) -> bool:
    """Whether the enrolment, unit enrolment, submission or award is this person's own."""
    return row.learner_id == user.pk


def coordinates(user: Any, enrolment: Any) -> bool:
    """Whether the person coordinates the enrolment's centre and is not its learner."""
    return (enrolment.centre_id, Role.COORDINATOR) in roles_of(user) and enrolment.learner_id != user.pk


def is_the_learner_or_coordinates(user: Any, enrolment: Any) -> bool:
    """Either of the two."""
    return is_the_learner(user, enrolment) or coordinates(user, enrolment)


def coordinates_the_work(user: Any, submission: Any) -> bool:
    """Whether the person coordinates the centre whose learner submitted."""
    return coordinates(user, submission.unit_enrolment.enrolment)


def holds_the_stage(user: Any, submission: Any) -> bool:
    """Whether the submission's open stage is this person's, who still has the role that it needs."""
    stage = submission.stage
    if stage is None or stage.holder_id != user.pk or stage.ended_at is not None:
        return False
    return may_hold(user, stage.stage, centre_id=stage.centre_id)


def may_hold(user: Any, stage: str, *, centre_id: int) -> bool:
    """Whether the person has the role that a stage needs: assessor, verifier at the centre, or moderator."""
    if stage == StageName.SIGN_OFF:
        return is_moderator(user)
    return (centre_id, STAGE_ROLES.get(stage)) in roles_of(user)


def may_sign_off(user: Any, submission: Any) -> bool:
    """Whether the person could hold sign-off here: a moderator who is not the learner."""
    return is_moderator(user) and submission.learner_id != user.pk


def may_issue(user: Any, award: Any) -> bool:
    """Whether the person may issue, cancel, replace or revoke: a moderator, never the learner's own award."""
    return is_moderator(user) and award.learner_id != user.pk


def handles_cases(user: Any, case: Any) -> bool:
    """Whether the person may decide the case: a moderator who did not raise it; see CaseHandler for its steps."""
    return is_moderator(user) and case.raised_by_id != user.pk


def raised_the_case(user: Any, case: Any) -> bool:
    """Whether the case is this person's own."""
    return case.raised_by_id == user.pk


def may_open_evidence(user: Any, file: Any) -> bool:
    """Whether the person added the file, or has before them work, an application or a CPD record that it shows."""
    if file.owner_id == user.pk:
        return True
    handed_in = Submission.objects.handled_by(user).filter(hand_ins__items__item_version__file=file)
    return handed_in.exists() or opens_evidence(user, file) or opens_cpd_evidence(user, file)
