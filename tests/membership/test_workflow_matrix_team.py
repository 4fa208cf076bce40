"""Every state x role x action cell of requests and CPD reviews, which the membership team decides, against tables
written by hand."""

import pytest

from cmiportal.workflow import born
from membership import models
from membership.workflow import CPD_REVIEW, REQUEST, CpdReviewState, RequestState
from tests.factories.accounts import UserFactory
from tests.factories.chartered import assessor, moderator
from tests.factories.links import LinkFactory
from tests.factories.membership import GradeFactory
from tests.factories.qualifications import NOW
from tests.matrix import moves_made

pytestmark = pytest.mark.django_db

TEAM = {"the team", "another of the team"}
# action: {state: roles that may}. What does not stand here is refused.
REQUEST_TABLE = {
    "submit": {"draft": {"person"}},
    "accept_by_rule": {"review": {"clock"}},
    "accept": {"review": TEAM},
    "decline": {"review": TEAM},
    "grant": {"accepted": {"clock"}},
    "withdraw": {state: {"person"} for state in ("draft", "review", "accepted")},
    "expire": {"draft": {"clock"}, "accepted": {"clock"}},
}
REVIEW_TABLE = {
    "submit": {"requested": {"person"}, "more_needed": {"person"}},
    "accept": {"submitted": TEAM},
    "ask_more": {"submitted": TEAM},
    "excuse": dict.fromkeys(("requested", "more_needed", "submitted"), TEAM),
}


class Cast:
    """Somebody in each role, towards one person's request and review."""

    def __init__(self):
        self.people = {
            "person": UserFactory(),
            "another person": UserFactory(),
            "the team": assessor(),
            "another of the team": assessor(),
            "a moderator": moderator(),
            "an administrator": UserFactory(admin=True),
        }

    def mover(self, role):
        """What ``move`` is told of who acts."""
        if role == "clock":
            return {}
        return {"link": LinkFactory()} if role == "link" else {"actor": self.people[role]}

    def request(self, state):
        """The person's request, born in that state."""
        return born(
            models.GradeRequest(
                kind="join",
                state=state,
                person=self.people["person"],
                grade=GradeFactory(),
                code_accepted_at=NOW,
                submitted_at=NOW,
                created_at=NOW,
            ),
            at=NOW,
        )

    def review(self, state):
        """The review of the person's record, born in that state."""
        sample = models.CpdSample.objects.create(
            year=2026, seed="seed", size=1, drawn_from=1, drawn_at=NOW, drawn_by=self.people["the team"]
        )
        person = self.people["person"]
        return born(models.CpdReview(sample=sample, person=person, state=state, due_on=NOW.date()), at=NOW)


WORKFLOWS = {
    "request": (REQUEST, RequestState, REQUEST_TABLE),
    "review": (CPD_REVIEW, CpdReviewState, REVIEW_TABLE),
}


@pytest.mark.parametrize(
    ("name", "state"), [(name, state) for name, (_, states, _) in WORKFLOWS.items() for state in states.values]
)
def test_each_role_can_make_exactly_the_moves_of_the_table(name, state):
    cast, table = Cast(), WORKFLOWS[name][2]
    row = getattr(cast, name)(state)

    for role in (*cast.people, "link", "clock"):
        allowed = {action for action, cells in table.items() if role in cells.get(state, ())}
        assert (role, moves_made(row, cast.mover(role))) == (role, allowed)


def test_nobody_of_the_team_decides_their_own():
    cast = Cast()
    cast.people["person"] = assessor()

    assert moves_made(cast.request("review"), cast.mover("person")) == {"withdraw"}
    assert moves_made(cast.review("submitted"), cast.mover("person")) == set()


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_of_the_workflow_stands_in_the_table_with_one_line_for_each_state(name):
    workflow, _, table = WORKFLOWS[name]
    cells = [(action, source) for source, action, _ in workflow.edges()]

    assert {line.action for line in workflow.transitions} == set(table)
    assert len(cells) == len(set(cells))
