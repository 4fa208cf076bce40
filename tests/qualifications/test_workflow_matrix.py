"""Every state x role x action cell of enrolment, submission, award and case, against tables written by hand.

The tables below repeat what domain.md says, in another form than ``workflow.py``: a cell
that either side forgets fails.
"""

import itertools

import pytest
from django.db import transaction

from cmiportal.workflow import MoveNotAllowed, born, move
from qualifications.models import Award, Case, Role, Stage, StageHolder, Submission
from qualifications.workflow import (
    AWARD,
    CASE,
    ENROLMENT,
    IN_A_STAGE,
    SUBMISSION,
    WORKFLOWS,
    AwardState,
    CaseState,
    EnrolmentState,
    SubmissionState,
)
from tests.factories.accounts import UserFactory
from tests.factories.links import LinkFactory
from tests.factories.qualifications import NOW, EnrolmentFactory, chosen_unit, staff_of

pytestmark = pytest.mark.django_db

ROLES = (
    "learner",
    "coordinator",
    "assessor",
    "verifier",
    "moderator",
    "other coordinator",
    "other assessor",
    "other learner",
    "other moderator",
    "administrator",
    "link",
    "clock",
)

# action: {state: roles that may}. What does not stand here is refused.
ENROLMENT_TABLE = {
    "ask_again": {"requested": {"learner"}},
    "approve": {"requested": {"link"}},
    "decline": {"requested": {"link"}},
    "approve_instead": {"requested": {"coordinator"}},
    "register": {"approved": {"coordinator"}},
    "refuse": {"requested": {"coordinator"}, "approved": {"coordinator"}},
    "confirm_name": {"registered": {"learner"}},
    "withdraw": {state: {"learner", "coordinator"} for state in ("requested", "approved", "registered")},
    "complete": {"registered": {"clock"}},
    "expire": {"registered": {"clock"}},
}
SUBMISSION_TABLE = {
    "submit": {"draft": {"learner"}},
    "submit_again": {"returned": {"learner"}},
    "withdraw": {"draft": {"learner"}, "returned": {"learner"}},
    "allocate": {"allocation": {"coordinator"}},
    "return": {"marking": {"assessor"}},
    "send_on": {"marking": {"assessor"}},
    "send_back": {"verification": {"verifier"}},
    "agree": {"verification": {"verifier"}},
    "question": {"sign_off": {"moderator"}},
    "pass": {"sign_off": {"moderator"}},
    "refer": {"sign_off": {"moderator"}},
    "fail": {"sign_off": {"moderator"}},
    "reallocate": {
        "marking": {"coordinator"},
        "verification": {"coordinator"},
        "sign_off": {"moderator", "other moderator"},
    },
}
AWARD_TABLE = {
    "issue": {"raised": {"moderator", "other moderator"}},
    "cancel": {"raised": {"moderator", "other moderator"}},
    "replace": {"issued": {"moderator", "other moderator"}},
    "revoke": {"issued": {"moderator", "other moderator"}},
}
CASE_TABLE = {
    "take_up": {"raised": {"moderator", "other moderator"}},
    "decide": {"under_review": {"moderator", "other moderator"}},
    "withdraw": {"raised": {"learner"}, "under_review": {"learner"}},
}


class People:
    """One unit's work and everybody who could want to touch it."""

    def __init__(self):
        self.place = EnrolmentFactory()
        self.unit = chosen_unit(self.place)
        centre, other = self.place.centre, EnrolmentFactory()
        self.by_role = {
            "learner": self.place.learner,
            "coordinator": staff_of(centre, Role.COORDINATOR),
            "assessor": staff_of(centre, Role.ASSESSOR),
            "verifier": staff_of(centre, Role.VERIFIER),
            "moderator": UserFactory(moderator=True),
            "other coordinator": staff_of(other.centre, Role.COORDINATOR),
            "other assessor": staff_of(centre, Role.ASSESSOR),
            "other learner": other.learner,
            "other moderator": UserFactory(moderator=True),
            "administrator": UserFactory(admin=True),
        }

    def mover(self, role):
        if role == "link":
            return {"link": LinkFactory()}
        return {"actor": self.by_role.get(role)}

    def holder_of(self, stage):
        holders = {"marking": "assessor", "verification": "verifier", "sign_off": "moderator"}
        return self.by_role.get(holders.get(stage))


@pytest.fixture
def people():
    return People()


def enrolment_in(people, state):
    place = EnrolmentFactory(state=state, centre=people.place.centre, learner=people.place.learner)
    return place


def submission_in(people, state):
    """A submission in that state with the holders of every stage, born there with its event."""
    learner = people.place.learner
    for stage in ("marking", "verification", "sign_off"):
        StageHolder.objects.create(
            unit_enrolment=people.unit, learner=learner, stage=stage, person=people.holder_of(stage), since=NOW
        )
    submission = Submission(unit_enrolment=people.unit, attempt=1, state=state)
    with transaction.atomic():
        if state not in IN_A_STAGE:
            return born(submission, at=NOW, actor=learner)
        submission.state = "draft"
        born(submission, at=NOW, actor=learner)
        stage = stage_of(submission, people, state)
        Submission.objects.filter(pk=submission.pk).update(state=state, stage=stage)
        submission.events.update(to_state=state)
    submission.refresh_from_db()
    return submission


def stage_of(submission, people, state):
    Stage.objects.filter(submission=submission, ended_at=None).update(ended_at=NOW)
    return Stage.objects.create(
        submission=submission,
        unit_enrolment=people.unit,
        centre=people.place.centre,
        stage=state,
        holder=people.holder_of(state),
        started_at=NOW,
        warn_at=NOW,
        due_at=NOW,
    )


def award_in(people, state):
    award = Award(
        enrolment=people.place,
        learner=people.place.learner,
        version=people.place.version,
        number="A1",
        code="C1",
        raised_at=NOW,
        state=state,
        issued_at=NOW if state in ("issued", "revoked") else None,
        revoked_at=NOW if state == "revoked" else None,
    )
    return born(award, at=NOW)


def case_in(people, state):
    learner = people.place.learner
    case = Case(
        number="C1", kind="complaint", raised_by=learner, enrolment=people.place, raised_at=NOW, due_at=NOW, state=state
    )
    return born(case, at=NOW, actor=learner)


def changes_for(row, line, people):
    """Columns that must change with the state: stage and dates."""
    if isinstance(row, Submission):
        return {"stage": stage_of(row, people, line.target) if line.target in IN_A_STAGE else None}
    if isinstance(row, Award):
        return {"issue": {"issued_at": NOW}, "revoke": {"revoked_at": NOW}}.get(line.action, {})
    if line.action == "register":
        return {"registered_on": NOW.date(), "expires_on": NOW.date().replace(year=2029)}
    return {}


def moves_made(row, people, role):
    """The actions that really go through for this role from the row's state, each tried and undone."""
    made = set()
    for action in {line.action for line in row.workflow.transitions}:
        fresh = type(row).objects.select_related(*RELATED.get(type(row), ())).get(pk=row.pk)
        try:
            with transaction.atomic():
                line = row.workflow.find(action, row.state)
                move(fresh, action, at=NOW, **people.mover(role), **changes_for(fresh, line, people))
                made.add(action)
                raise Undo
        except (MoveNotAllowed, Undo):
            continue
    return made


RELATED = {Submission: ["stage"]}


class Undo(Exception):
    """Rolls a move back that went through."""


CASES = [
    (name, state, role)
    for name, states in (
        ("enrolment", EnrolmentState.values),
        ("submission", SubmissionState.values),
        ("award", AwardState.values),
        ("case", CaseState.values),
    )
    for state, role in itertools.product(states, ROLES)
]
BUILDERS = {
    "enrolment": (enrolment_in, ENROLMENT_TABLE),
    "submission": (submission_in, SUBMISSION_TABLE),
    "award": (award_in, AWARD_TABLE),
    "case": (case_in, CASE_TABLE),
}


@pytest.mark.parametrize(("name", "state", "role"), CASES)
def test_a_role_can_make_exactly_the_moves_of_the_table(name, state, role, people):
    build, table = BUILDERS[name]
    row = build(people, state)

    allowed = {action for action, cells in table.items() if role in cells.get(state, ())}

    assert moves_made(row, people, role) == allowed


@pytest.mark.parametrize(
    ("workflow", "table"),
    [(ENROLMENT, ENROLMENT_TABLE), (SUBMISSION, SUBMISSION_TABLE), (AWARD, AWARD_TABLE), (CASE, CASE_TABLE)],
)
def test_every_action_of_the_workflow_stands_in_the_table(workflow, table):
    assert {line.action for line in workflow.transitions} == set(table)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_an_action_has_one_line_for_each_state(workflow):
    cells = [(action, source) for source, action, _ in workflow.edges()]

    assert len(cells) == len(set(cells))
