"""Memberships: begun, started, renewed, raised, ended, taken up again; what each leaves behind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed
from membership.rules.periods import Period
from membership.services.members import endings, memberships
from membership.services.members.memberships import MembershipRefused
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, MembershipFactory, member
from tests.factories.qualifications import NOW
from tests.membership.said import actions, officer, spans, told

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)
YEAR_END = date(2027, 11, 1)


def test_a_membership_waits_for_what_it_will_stand_on():
    row = memberships.open_membership(person=UserFactory(), grade=GradeFactory(), at=NOW)

    assert (row.state, row.basis, row.ends_on) == ("pending", "", None)
    assert row.number.startswith("M")


@pytest.mark.parametrize("state", ["pending", "active"])
def test_nobody_has_two_memberships(state):
    row = MembershipFactory() if state == "pending" else member()

    with pytest.raises(MembershipRefused, match="You are a member already"):
        memberships.open_membership(person=row.person, grade=row.grade, at=NOW)


def test_it_starts_for_a_year_from_the_day_it_is_settled():
    row = member()

    assert (row.state, row.starts_on, row.ends_on, row.joined_on) == ("active", TODAY, YEAR_END, TODAY)
    assert actions(row) == ["create", "start"]
    period = {"from": "2026-11-02", "until": "2027-11-01"}
    assert row.events.last().data == {"grade": "member", "basis": "concession", "order": None, **period}
    assert spans(row) == [("member", TODAY, None)]
    assert told(row) == ["membership_started"]


def test_renewing_adds_a_year_after_the_one_that_ends():
    row = member(until=TODAY + 10 * DAY)

    row = memberships.renew(membership=row, at=NOW, basis=Basis.CONCESSION)

    assert (row.starts_on, row.ends_on) == (TODAY + 11 * DAY, date(2027, 11, 12))
    assert spans(row) == [("member", TODAY, None)]
    assert told(row) == ["membership_started", "membership_renewed"]


def test_renewing_in_grace_loses_no_day():
    row = endings.end_day(membership=member(until=TODAY - DAY), on=TODAY, at=NOW)
    assert row.state == "grace"

    row = memberships.renew(membership=row, at=NOW, basis=Basis.CONCESSION)

    assert (row.state, row.starts_on, row.ends_on) == ("active", TODAY, YEAR_END)


def test_another_grade_holds_from_that_day_and_the_history_keeps_the_former():
    row = member(at=NOW - 40 * DAY)
    fellow = GradeFactory(key="fellow")

    row = memberships.change_grade(membership=row, grade=fellow, at=NOW, because="request")

    assert row.grade == fellow
    assert spans(row) == [("member", TODAY - 40 * DAY, TODAY), ("fellow", TODAY, None)]
    assert row.events.last().data == {"grade": "fellow", "was": "member", "because": "request"}
    assert told(row) == ["membership_started", "grade_changed"]


def test_the_same_grade_again_changes_nothing():
    row = member()

    assert memberships.change_grade(membership=row, grade=row.grade, at=NOW, because="request").moves == row.moves


def test_a_grade_of_a_few_hours_was_never_in_force():
    row = member()

    memberships.change_grade(membership=row, grade=GradeFactory(key="fellow"), at=NOW, because="request")

    assert spans(row) == [("fellow", TODAY, None)]


def test_a_paid_grade_follows_study_at_once():
    row = member(basis=Basis.STUDYING, grade=GradeFactory(key="student"))
    grade = GradeFactory()

    row = memberships.settle(membership=row, grade=grade, basis=Basis.CONCESSION, at=NOW + DAY)

    assert (row.state, row.basis, row.grade, row.starts_on) == ("active", "concession", grade, TODAY + DAY)
    assert spans(row) == [("student", TODAY, TODAY + DAY), ("member", TODAY + DAY, None)]


def test_a_suspended_membership_gives_nothing_until_it_is_restored():
    row, staff = member(), officer()

    row = memberships.suspend(membership=row, by=staff, reason="A complaint is looked into.", at=NOW)
    assert row.state == "suspended"
    with pytest.raises(MembershipRefused, match="suspended"):
        memberships.settle(membership=row, grade=row.grade, basis=Basis.CONCESSION, at=NOW)

    row = memberships.restore(membership=row, by=staff, at=NOW)
    assert (row.state, told(row)[1:]) == ("active", ["membership_suspended", "membership_restored"])


def test_the_reason_of_a_suspension_is_sealed():
    row = memberships.suspend(membership=member(), by=officer(), reason="A complaint is looked into.", at=NOW)

    event = row.events.last()
    assert event.data == {}
    assert event.payload_id is not None


@pytest.mark.parametrize("who", ["the member", "somebody"])
def test_only_the_membership_team_suspends_and_never_itself(who):
    row = member(person=officer())
    person = row.person if who == "the member" else UserFactory()

    with pytest.raises(MoveNotAllowed):
        memberships.suspend(membership=row, by=person, reason="So.", at=NOW)


def test_what_paid_for_a_suspended_membership_is_gone_when_it_is_restored():
    row = memberships.suspend(membership=member(), by=officer(), reason="So.", at=NOW)

    row = memberships.shorten(membership=row, last=TODAY, at=NOW)

    assert (row.state, row.ends_on) == ("suspended", TODAY)
    row = memberships.restore(membership=row, by=officer(), at=NOW + DAY)
    assert endings.end_day(membership=row, on=TODAY + DAY, at=NOW + DAY).state == "grace"


def test_a_period_may_be_given():
    row = MembershipFactory()
    period = Period(TODAY, TODAY + 5 * DAY)

    row = memberships.settle(membership=row, grade=row.grade, basis=Basis.STUDYING, at=NOW, period=period)

    assert (row.starts_on, row.ends_on) == (period.first, period.last)


def test_the_day_is_that_of_the_united_kingdom():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July in London

    assert member(at=late).starts_on == date(2026, 7, 1)


def test_current_and_last_are_read_in_one_query(django_assert_num_queries):
    row = member()

    with django_assert_num_queries(1):
        assert memberships.current_of(row.person).grade.title == "Member"
    endings.resign(membership=row, by=row.person, at=NOW)
    assert memberships.current_of(row.person) is None
    with django_assert_num_queries(1):
        assert memberships.last_of(row.person).state == "resigned"
