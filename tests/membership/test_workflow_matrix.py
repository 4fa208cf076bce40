"""Every state x role x action cell of membership, application and appeal, against tables written by hand.

The tables repeat what domain.md says, in another form than ``workflow.py``: a cell that either side forgets fails.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from cmiportal.workflow import born
from membership import models
from membership.workflow import (
    APPEAL,
    APPLICATION,
    MEMBERSHIP,
    NOMINATION,
    AppealState,
    ApplicationState,
    HolderStage,
    MembershipState,
    NominationState,
)
from tests.factories.accounts import UserFactory
from tests.factories.chartered import assessor, moderator, route
from tests.factories.companions import companion
from tests.factories.links import LinkFactory
from tests.factories.membership import GradeFactory
from tests.factories.qualifications import NOW
from tests.matrix import moves_made

pytestmark = pytest.mark.django_db

ROLES = (
    "person",
    "assessor",
    "moderator",
    "appeal moderator",
    "other assessor",
    "other moderator",
    "other person",
    "proposer",
    "seconder",
    "administrator",
    "link",
    "clock",
)
MODERATORS = {"moderator", "appeal moderator", "other moderator"}
ASSESSORS = {"assessor", "other assessor"}
DESK = ("moderator", "membership assessor")
BEFORE_ASSESSMENT = ("payment", "eligibility", "allocation", "discussion", "booked")

# action: {state: roles that may}. What does not stand here is refused.
MEMBERSHIP_TABLE = {
    "start": {"pending": {"clock"}},
    "renew": {"active": {"clock"}, "grace": {"clock"}, "suspended": {"clock"}},
    "reinstate": {"lapsed": {"clock"}, "resigned": {"clock"}},
    "change_grade": {"active": {"clock"}, "grace": {"clock"}},
    "fall_due": {"active": {"clock"}},
    "lapse": {"grace": {"clock"}},
    "end_study": {"active": {"clock"}, "suspended": {"clock"}},
    "take_back": {"active": {"clock"}, "grace": {"clock"}, "suspended": {"clock"}},
    "shorten": {"active": {"clock"}, "suspended": {"clock"}},
    "give_up": {"pending": {"clock"}},
    "resign": {state: {"person"} for state in ("pending", "active", "grace")},
    "suspend": dict.fromkeys(("active", "grace"), ASSESSORS),
    "restore": {"suspended": ASSESSORS},
    "lapse_suspended": {"suspended": {"clock"}},
}
APPLICATION_TABLE = {
    "submit": {"draft": {"person"}},
    "pay": {"payment": {"clock"}},
    "confirm": {"eligibility": MODERATORS},
    "confirm_by_rule": {"eligibility": {"clock"}},
    "award_eligible": {"eligibility": MODERATORS},
    "award_by_rule": {"eligibility": {"clock"}},
    "check_again": {"declined": {"appeal moderator"}},
    "refuse": {"eligibility": MODERATORS},
    "allocate": {"allocation": MODERATORS},
    "allocate_written": {"allocation": MODERATORS},
    "give_back": {state: {"assessor", *MODERATORS} for state in ("discussion", "booked", "assessment")},
    "book": {"discussion": {"person"}},
    "move": {"booked": {"person"}},
    "cancel_booking": {"booked": {"person", "assessor"}},
    "hold": {"booked": {"assessor"}},
    "recommend": {"assessment": {"assessor"}},
    "send_back": {"moderation": {"moderator"}},
    "award": {"moderation": {"moderator"}},
    "not_yet": {"moderation": {"moderator"}},
    "decline": {"moderation": {"moderator"}},
    "resubmit": {"not_yet": {"person"}},
    "reopen": {"not_yet": {"appeal moderator"}, "declined": {"appeal moderator"}},
    "withdraw": {state: {"person"} for state in ("draft", *BEFORE_ASSESSMENT)},
    "expire": {state: {"clock"} for state in ("draft", "payment", "discussion", "not_yet")},
}
APPEAL_TABLE = {
    "uphold": {"raised": {"appeal moderator"}},
    "dismiss": {"raised": {"appeal moderator"}},
    "withdraw": {"raised": {"person"}},
}
# The person is the nominee: no move is theirs but by the link.
NOMINATION_TABLE = {
    "second": {"seconding": {"seconder"}},
    "decline_to_second": {"seconding": {"seconder"}},
    "ask_another": {"seconding": {"proposer"}, "not_seconded": {"proposer"}},
    "vote": {"panel": MODERATORS | ASSESSORS},
    "approve": {"panel": {"clock"}},
    "refuse": {"panel": {"clock"}},
    "accept": {"offered": {"link"}},
    "decline": {"offered": {"link"}},
    "withdraw": {state: {"proposer"} for state in ("seconding", "not_seconded", "panel")},
    "expire": {state: {"clock"} for state in ("seconding", "not_seconded", "offered")},
}


class Cast:
    """Somebody in each role, towards one person's membership, application and appeal."""

    def __init__(self):
        self.people = {
            "person": UserFactory(),
            "assessor": assessor(),
            "moderator": moderator(),
            "appeal moderator": moderator(),
            "other assessor": assessor(),
            "other moderator": moderator(),
            "other person": UserFactory(),
            "proposer": companion(),
            "seconder": companion(),
            "administrator": UserFactory(admin=True),
        }

    def mover(self, role):
        """What ``move`` is told of who acts."""
        if role == "clock":
            return {}
        return {"link": LinkFactory()} if role == "link" else {"actor": self.people[role]}

    def membership(self, state):
        """The person's membership, born in that state."""
        return born(
            models.Membership(
                person=self.people["person"],
                grade=GradeFactory(),
                number="M1",
                state=state,
                basis="concession",
                starts_on=NOW.date(),
                ends_on=NOW.date() + timedelta(days=364),
                created_at=NOW,
            ),
            at=NOW,
        )

    def application(self, state):
        """The person's application, born in that state, with a holder of each stage."""
        row = born(
            models.CharteredApplication(
                number="S1",
                person=self.people["person"],
                route=route(),
                status="cmgr_mcmi",
                state=state,
                created_at=NOW,
                submitted_at=NOW,
                valid_until=NOW.date(),
                answer_by=NOW.date(),
            ),
            at=NOW,
        )
        stages = {"assessor": HolderStage.ASSESSMENT, "moderator": HolderStage.MODERATION}
        for role, stage in {**stages, "appeal moderator": HolderStage.APPEAL}.items():
            models.ApplicationHolder.objects.create(
                application=row, applicant=row.person, stage=stage, person=self.people[role], since=NOW
            )
        return row

    def appeal(self, state):
        """An appeal against a decline, born in that state."""
        return born(
            models.Appeal(
                number="L1",
                application=self.application("declined"),
                state=state,
                grounds="It was cut short.",
                raised_at=NOW,
                due_on=NOW.date(),
            ),
            at=NOW,
        )

    def nomination(self, state):
        """The person's nomination, born in that state."""
        return born(
            models.Nomination(
                proposer=self.people["proposer"],
                seconder=self.people["seconder"],
                nominee_name="Gwen Adeyemi",
                nominee_email=self.people["person"].email,
                nominee=self.people["person"],
                post="Chief Executive",
                criterion="leadership",
                reasons="She did.",
                statement="She did.",
                state=state,
                created_at=NOW,
                seconded_at=NOW,
            ),
            at=NOW,
        )


TABLES = {
    "membership": MEMBERSHIP_TABLE,
    "application": APPLICATION_TABLE,
    "appeal": APPEAL_TABLE,
    "nomination": NOMINATION_TABLE,
}
STATES = {
    "membership": MembershipState,
    "application": ApplicationState,
    "appeal": AppealState,
    "nomination": NominationState,
}
WORKFLOWS = {"membership": MEMBERSHIP, "application": APPLICATION, "appeal": APPEAL, "nomination": NOMINATION}


@pytest.mark.parametrize(
    ("name", "state"), [(name, state) for name, states in STATES.items() for state in states.values]
)
def test_each_role_can_make_exactly_the_moves_of_the_table(name, state):
    cast = Cast()
    row = getattr(cast, name)(state)

    for role in ROLES:
        allowed = {action for action, cells in TABLES[name].items() if role in cells.get(state, ())}
        assert (role, moves_made(row, cast.mover(role))) == (role, allowed)


def test_nobody_decides_or_assesses_their_own():
    """Whoever is in both groups is still the applicant alone towards their own application."""
    cast = Cast()
    cast.people["person"] = UserFactory(groups=["moderator", "membership assessor"])
    for state in ("eligibility", "allocation", "moderation", "assessment"):
        with transaction.atomic():
            row = cast.application(state)
            made = moves_made(row, cast.mover("person"))
            transaction.set_rollback(True)
        assert made <= {"withdraw"}


def test_nobody_votes_on_a_nomination_in_which_they_have_a_part():
    cast = Cast()
    for role in ("person", "proposer", "seconder"):
        cast.people[role].groups.set(Group.objects.get_or_create(name=name)[0] for name in DESK)
    row = cast.nomination("panel")

    assert {role: moves_made(row, cast.mover(role)) for role in ("person", "proposer", "seconder")} == {
        "person": set(),
        "proposer": {"withdraw"},
        "seconder": set(),
    }


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_of_the_workflow_stands_in_the_table(name):
    assert {line.action for line in WORKFLOWS[name].transitions} == set(TABLES[name])


@pytest.mark.parametrize("workflow", WORKFLOWS.values())
def test_an_action_has_one_line_for_each_state(workflow):
    cells = [(action, source) for source, action, _ in workflow.edges()]

    assert len(cells) == len(set(cells))
