"""Figures by month and grade, from events and spans: in UK months, in a fixed number of queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.workflow import born, move
from membership.models import GradeRequest
from membership.rules.figures import Turnaround
from membership.rules.periods import year_from
from membership.services import figures
from membership.services.members.endings import resign
from membership.services.members.memberships import change_grade, open_membership, settle
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.applications import paid, reach
from tests.factories.membership import GradeFactory

pytestmark = pytest.mark.django_db

MONTHS = [date(2026, month, 1) for month in (5, 6, 7)]
MAY, JUNE, JULY = MONTHS
DAY = timedelta(days=1)


def at(month, day=10, hour=12, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def joined(when, grade="member"):
    row = GradeFactory(key=grade)
    opened = open_membership(person=UserFactory(), grade=row, at=when)
    return settle(membership=opened, grade=row, basis=Basis.CONCESSION, at=when, period=year_from(when.date()))


def left(row, when):
    return resign(membership=row, by=row.person, at=when)


def decided(sent, when, *, grade="member", action="accept"):
    """A request for a grade, sent and decided."""
    person, row = UserFactory(), GradeFactory(key=grade)
    officer = UserFactory(groups=[MEMBERSHIP_ASSESSORS])
    asked = born(GradeRequest(person=person, kind="join", created_at=sent), at=sent, actor=person)
    move(asked, "submit", at=sent, actor=person, grade=row, code_accepted_at=sent, submitted_at=sent)
    return move(asked, action, at=when, actor=officer)


def test_members_are_counted_by_grade_and_state():
    joined(at(5))
    left(joined(at(5)), at(6))
    joined(at(5), "fellow")

    assert figures.by_state() == {("member", "active"): 1, ("member", "resigned"): 1, ("fellow", "active"): 1}


def test_who_was_there_joined_came_back_and_left():
    joined(at(4))
    goes = joined(at(4))
    joined(at(5), "fellow")
    left(goes, at(6))
    settle(membership=goes, grade=goes.grade, basis=Basis.CONCESSION, at=at(7))

    told = figures.movements(MONTHS)

    assert told.at_start == {
        (MAY, "member"): 2,
        (JUNE, "member"): 2,
        (JULY, "member"): 1,
        (MAY, "fellow"): 0,
        (JUNE, "fellow"): 1,
        (JULY, "fellow"): 1,
    }
    assert told.joined == {(MAY, "fellow"): 1}
    assert told.came_back == {(JULY, "member"): 1}
    assert told.left == {(JUNE, "member"): 1}


def test_who_left_counts_under_the_grade_of_the_first_day_of_the_month():
    row = joined(at(5))
    fellow = GradeFactory(key="fellow")
    left(change_grade(membership=row, grade=fellow, at=at(6, 5), because="Raised."), at(6, 20))

    assert figures.movements(MONTHS).left == {(JUNE, "member"): 1}


def test_who_came_and_went_within_a_month_is_no_loss_of_those_who_were_there():
    left(joined(at(6, 2)), at(6, 20))

    told = figures.movements(MONTHS)
    assert (told.joined, told.left) == ({(JUNE, "member"): 1}, {})


def test_months_are_those_of_the_uk():
    joined(at(5, 31, 22, 59))
    joined(at(5, 31, 23, 0))  # the first of June in British summer time

    assert figures.movements(MONTHS).joined == {(MAY, "member"): 1, (JUNE, "member"): 1}


def test_what_happened_before_and_after_is_not_counted():
    joined(at(4, 30, 22, 59))
    joined(at(7, 31, 23, 0))

    told = figures.movements(MONTHS)
    assert (told.joined, told.left) == ({}, {})


def test_decisions_have_a_number_and_a_median_by_month_and_grade():
    for days in (1, 2, 9):
        decided(at(5, 10), at(5, 10) + days * DAY)
    decided(at(5, 28), at(6, 1), grade="fellow", action="decline")

    assert figures.turnaround_of_requests(MONTHS) == {
        (MAY, ""): Turnaround(3, 2 * DAY),
        (JUNE, ""): Turnaround(1, timedelta(days=4)),
    }
    assert figures.turnaround_of_requests(MONTHS, grade="fellow") == {(JUNE, "fellow"): Turnaround(1, 4 * DAY)}
    assert figures.turnaround_of_requests(MONTHS, by_grade=True) == {
        (MAY, "member"): Turnaround(3, 2 * DAY),
        (JUNE, "fellow"): Turnaround(1, 4 * DAY),
    }


def test_applications_count_under_the_grade_that_their_status_stands_on():
    reach(paid(at=at(5, 10)), "moderation", at=at(5, 20))
    row = reach(paid(at=at(5, 10)), "awarded", at=at(6, 9))

    assert figures.turnaround_of_applications(MONTHS, by_grade=True) == {(JUNE, "member"): Turnaround(1, 30 * DAY)}
    assert row.status == "cmgr_mcmi"


@pytest.mark.parametrize("members", [1, 3])
def test_figures_take_the_same_number_of_queries_for_one_member_as_for_three(members):
    for _ in range(members):
        left(joined(at(5)), at(6))
        decided(at(5, 10), at(6, 10))

    with CaptureQueriesContext(connection) as captured:
        figures.by_state()
        figures.movements(MONTHS)
        figures.turnaround_of_requests(MONTHS)
        figures.turnaround_of_applications(MONTHS)

    assert len(captured) == 6
