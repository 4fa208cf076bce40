"""Every state x role x action cell of enquiries, against a table written by hand."""

import pytest

from cmiportal.enquiries.workflow import ENQUIRY, EnquiryState
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import administrator, editor, enquiry
from tests.factories.links import LinkFactory
from tests.factories.qualifications import NOW
from tests.matrix import moves_made

pytestmark = pytest.mark.django_db

ROLES = ("who took it", "another administrator", "editor", "sender", "superuser", "link", "clock")
STAFF = {"who took it", "another administrator", "superuser"}
# action: {state: roles that may}. What does not stand here is refused.
TABLE = {
    "take": {"new": STAFF},
    "give_back": {"taken": STAFF},
    "answer": {"taken": {"who took it"}},
    "close": {"new": STAFF, "taken": STAFF, "answered": STAFF},
    "settle": {"answered": {"clock"}},
    "reopen": {"answered": STAFF, "closed": STAFF},
    "mark_spam": {"new": STAFF, "check": STAFF},
    "accept": {"check": STAFF, "spam": STAFF},
}


def changes_by(person):
    """Columns without which the database refuses the state that the move leads to."""
    return {
        "take": {"taken_by": person},
        "give_back": {"taken_by": None},
        "answer": {"answered_at": NOW},
        "close": {"ended_at": NOW},
        "settle": {"ended_at": NOW},
        "reopen": {"taken_by": person, "ended_at": None},
        "mark_spam": {"ended_at": NOW},
        "accept": {"ended_at": None},
    }


@pytest.mark.parametrize("state", EnquiryState.values)
@pytest.mark.parametrize("kind", ["general", "media"])
def test_each_role_can_make_exactly_the_moves_of_the_table(state, kind):
    taker, sender = administrator(), UserFactory()
    people = {
        "who took it": taker,
        "another administrator": administrator(),
        "editor": editor(),
        "sender": sender,
        "superuser": UserFactory(admin=True),
    }
    movers = {role: {"actor": person} for role, person in people.items()}
    movers |= {"link": {"link": LinkFactory()}, "clock": {}}
    row = enquiry(state, by=taker, person=sender, kind=kind)

    for role in ROLES:
        allowed = {action for action, cells in TABLE.items() if role in cells.get(state, ())}
        if role == "editor" and kind == "media":
            allowed = {action for action, cells in TABLE.items() if "another administrator" in cells.get(state, ())}
        assert (role, moves_made(row, movers[role], changes_by(taker))) == (role, allowed)


@pytest.mark.parametrize("state", ["closed", "spam"])
def test_what_was_erased_stays_where_it_is(state):
    taker = administrator()
    row = enquiry(state, by=taker)
    row.erased_at = NOW

    assert row.offered_to(taker) == []


def test_every_action_of_the_workflow_stands_in_the_table_with_one_line_for_each_state():
    cells = [(action, source) for source, action, _ in ENQUIRY.edges()]

    assert {line.action for line in ENQUIRY.transitions} == set(TABLE)
    assert len(cells) == len(set(cells))
