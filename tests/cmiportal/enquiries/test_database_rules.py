"""The database itself refuses what would double an enquiry, lose one, or keep what was to be erased."""

import pytest

from tests.breaking import change, moves_of, other, refused_by, repeat, rules_of
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import enquiry
from tests.factories.links import LinkFactory
from tests.qualifications.test_schema_doc import documented

pytestmark = pytest.mark.django_db

STATEMENTS = {
    "enquiry_once": repeat("enquiries.Enquiry", "state = 'new'", number="'X-1'"),
    "enquiry_state": change("enquiries.Enquiry", "state = 'new'", state="'lost'"),
    "enquiry_kind": change("enquiries.Enquiry", "state = 'new'", kind="'sales'"),
    "enquiry_taken_by_somebody": change("enquiries.Enquiry", "state = 'taken'", taken_by_id="NULL"),
    "enquiry_answered_has_time": change("enquiries.Enquiry", "state = 'answered'", answered_at="NULL"),
    "enquiry_ended_has_time": change("enquiries.Enquiry", "state = 'closed'", ended_at="NULL"),
    "enquiry_erased_is_empty": change("enquiries.Enquiry", "state = 'closed'", erased_at="now()"),
    "enquiry_state_is_last_event": change("enquiries.Enquiry", "state = 'new'", moves="moves + 1"),
    "enquiry_answer_says_something": change("enquiries.EnquiryAnswer", text="''"),
    **moves_of("enquiries.Enquiry", somebody=other("accounts.User", "id")),
}


@pytest.fixture(autouse=True)
def inbox():
    """An enquiry in each state, somebody and a link."""
    UserFactory()
    LinkFactory()
    for state in ("new", "taken", "answered", "closed"):
        enquiry(state)


@pytest.mark.parametrize("rule", STATEMENTS)
def test_a_statement_that_breaks_a_rule_is_refused_by_it(rule):
    assert refused_by(STATEMENTS[rule]) == rule


def test_every_rule_of_the_page_is_broken_here():
    assert set(STATEMENTS) == rules_of(documented(), "enquiries")
