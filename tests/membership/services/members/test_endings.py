"""The end of a membership: by its member, by the day, or with what it stood on."""

from datetime import timedelta

import pytest

from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, StaleMove
from membership.models import CharteredStatus
from membership.services.members import endings, memberships
from membership.workflow import Basis
from tests.factories.membership import MembershipFactory, member
from tests.factories.qualifications import NOW
from tests.membership.said import actions, officer, spans, told

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ended", "state"), [(0, "active"), (1, "grace"), (30, "grace"), (31, "lapsed"), (400, "lapsed")]
)
def test_the_day_after_the_last_brings_grace_and_the_day_after_grace_the_end(ended, state):
    row = member(until=TODAY - ended * DAY, at=NOW - 500 * DAY)

    assert endings.end_day(membership=row, on=TODAY, at=NOW).state == state


def test_an_end_closes_the_grade_and_ends_chartered_status():
    row = member(until=TODAY - 31 * DAY, at=NOW - 500 * DAY)
    status = CharteredStatus.objects.create(
        person=row.person,
        status="cmgr_mcmi",
        name_as_printed="Amara Whitlock",
        code="7Q4K-M2ZD-90PX",
        since=TODAY - DAY,
    )

    row = endings.end_day(membership=row, on=TODAY, at=NOW)

    status.refresh_from_db()
    assert (status.ended_on, status.ended_because) == (TODAY, "The membership ended.")
    assert spans(row) == [("member", TODAY - 500 * DAY, TODAY + DAY)]
    assert told(row) == ["membership_started", "membership_in_grace", "membership_lapsed"]


def test_the_message_in_grace_says_until_when():
    row = member(until=TODAY - DAY, at=NOW - 100 * DAY)

    endings.end_day(membership=row, on=TODAY, at=NOW)

    said = Notification.objects.get(recipient=row.person, kind="membership_in_grace").context
    assert said["grace_ends_on"] == (TODAY + 29 * DAY).isoformat()


def test_studying_membership_ends_without_grace():
    row = member(until=TODAY - DAY, basis=Basis.STUDYING)

    assert endings.end_day(membership=row, on=TODAY, at=NOW).state == "lapsed"
    assert told(row) == ["membership_started", "study_ended"]


def test_a_membership_without_days_is_ended_by_no_day():
    row = MembershipFactory()

    assert endings.end_day(membership=row, on=TODAY + 9999 * DAY, at=NOW).state == "pending"


def test_a_member_resigns_and_comes_back_with_the_same_number():
    row = member()
    row = endings.resign(membership=row, by=row.person, at=NOW, moves=row.moves)
    assert (row.state, told(row)[-1]) == ("resigned", "membership_resigned")

    back = memberships.open_membership(person=row.person, grade=row.grade, at=NOW + DAY)
    back = memberships.settle(membership=back, grade=row.grade, basis=Basis.CONCESSION, at=NOW + DAY)

    assert (back.pk, back.state, back.joined_on) == (row.pk, "active", TODAY)
    assert actions(back)[-1] == "reinstate"
    assert spans(back) == [("member", TODAY, TODAY + DAY), ("member", TODAY + DAY, None)]


def test_who_comes_back_on_the_day_of_leaving_has_one_grade_at_a_time():
    row = member(at=NOW - 10 * DAY)
    endings.resign(membership=row, by=row.person, at=NOW)
    back = memberships.open_membership(person=row.person, grade=row.grade, at=NOW)

    back = memberships.settle(membership=back, grade=row.grade, basis=Basis.CONCESSION, at=NOW)

    assert spans(back) == [("member", TODAY - 10 * DAY, TODAY), ("member", TODAY, None)]


def test_nobody_else_resigns_for_a_member_nor_from_an_old_page():
    row = member()

    with pytest.raises(MoveNotAllowed):
        endings.resign(membership=row, by=officer(), at=NOW)
    with pytest.raises(StaleMove):
        endings.resign(membership=row, by=row.person, at=NOW, moves=row.moves - 1)


@pytest.mark.parametrize(("ended", "state"), [(30, "suspended"), (31, "lapsed")])
def test_suspension_does_not_outlive_grace(ended, state):
    row = member(until=TODAY - ended * DAY, at=NOW - 500 * DAY)
    row = memberships.suspend(membership=row, by=officer(), reason="So.", at=NOW)

    assert endings.end_day(membership=row, on=TODAY, at=NOW).state == state


def test_a_registration_that_is_over_ends_a_suspended_membership_that_came_with_it():
    row = memberships.suspend(membership=member(basis=Basis.STUDYING), by=officer(), reason="So.", at=NOW)

    assert endings.end_study(membership=row, at=NOW).state == "lapsed"


def test_a_registration_that_is_over_ends_nothing_that_is_paid_for_by_now():
    row = member(basis=Basis.STUDYING)
    memberships.settle(membership=row, grade=row.grade, basis=Basis.CONCESSION, at=NOW)

    row = endings.end_study(membership=row, at=NOW)

    assert (row.state, row.basis) == ("active", "concession")
    assert "study_ended" not in told(row)
