"""What waits for a person is counted in one query, which asks nothing that cannot concern them."""

import pytest

from cmiportal import registry
from cmiportal.accounts.backends import SessionBackend
from cmiportal.accounts.groups import ADMINISTRATORS, EDITORS, MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.registry import NavigationEntry, WorkQueue, every
from cmiportal.waiting import counts_of
from tests.factories.accounts import UserFactory
from tests.factories.applications import begun
from tests.factories.billing import order, things_can_be_ordered
from tests.factories.companions import companion
from tests.factories.events import waiting
from tests.factories.membership import member
from tests.factories.qualifications import CentreFactory, EnrolmentFactory, staff_of

pytestmark = pytest.mark.django_db

# Of everybody; a review of CPD stays with whoever was a Chartered member.
ALWAYS = {"messages", "records_to_send"}
LEARNS = {"learning", "work_returned", "work_to_resubmit"}
MODERATES = {
    *("work", "awards", "awards_to_issue", "companion_panel", "nominations_to_vote"),
    *("applications_to_check", "applications_to_allocate", "applications_to_moderate", "application_appeals"),
}
OF_THE_TEAM = {
    *("requests_to_decide", "membership_team", "cpd_samples", "cpd_to_review", "applications_to_assess"),
    *("companion_panel", "nominations_to_vote"),
}


def of_session(account):
    """The account as a page has it."""
    return SessionBackend().get_user(account.pk)


def asked(account):
    """The keys of the queues and entries whose question is asked about the person."""
    user = of_session(account)
    entries = [*every(WorkQueue), *every(NavigationEntry)]
    return {entry.key for entry in entries if entry.waiting and not entry.waiting(user).query.is_empty()}


def test_somebody_new_is_only_asked_about_messages_and_records():
    assert asked(UserFactory()) == ALWAYS


def test_a_learner_is_asked_about_their_own_work():
    assert asked(EnrolmentFactory().learner) - ALWAYS == LEARNS


@pytest.mark.parametrize("role", ["assessor", "verifier"])
def test_who_marks_or_verifies_is_asked_about_work(role):
    assert asked(staff_of(CentreFactory(), role)) - ALWAYS == {"work"}


def test_a_coordinator_is_asked_about_places_to_register_too():
    assert asked(staff_of(CentreFactory(), "coordinator")) - ALWAYS == {"work", "centre", "places_to_register"}


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        (MODERATORS, MODERATES),
        (MEMBERSHIP_ASSESSORS, OF_THE_TEAM),
        (EDITORS, {"articles_to_review", "highlights_to_approve", "enquiries"}),
        (ADMINISTRATORS, {"enquiries"}),
    ],
)
def test_staff_are_asked_about_the_work_of_their_group(group, keys):
    assert asked(UserFactory(groups=[group])) - ALWAYS == keys


def test_members_are_asked_about_renewing_and_companions_about_nominations():
    assert asked(member().person) - ALWAYS == {"to_renew"}
    assert asked(companion()) - ALWAYS == {"to_renew", "nominations", "nominations_to_answer"}


def test_who_has_applied_booked_or_ordered_is_asked_about_that(monkeypatch):
    applied = {"chartered_own", "application_to_finish", "application_to_answer"}

    assert asked(begun().person) - ALWAYS >= applied
    things_can_be_ordered(monkeypatch)
    assert asked(waiting().person) - ALWAYS == {"own_bookings", "bookings_to_answer"}
    assert asked(order().person) - ALWAYS == {"orders", "orders_to_pay"}


def test_all_is_counted_in_one_query_and_what_cannot_be_is_none(django_assert_num_queries):
    user = of_session(EnrolmentFactory().learner)

    with django_assert_num_queries(1):
        counts = counts_of(user)

    questions = {entry.waiting for entry in [*every(WorkQueue), *every(NavigationEntry)] if entry.waiting}
    assert counts == dict.fromkeys(questions, 0)


def test_where_nothing_can_wait_nothing_is_asked(monkeypatch, django_assert_num_queries):
    user = UserFactory()
    queue = WorkQueue("empty", "Nothing", "site:home", waiting=lambda person: type(user).objects.none())
    monkeypatch.setattr(registry, "_entries", {WorkQueue: {"empty": queue}})

    with django_assert_num_queries(0):
        assert counts_of(user) == {queue.waiting: 0}
