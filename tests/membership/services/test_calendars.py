"""The dates of membership in a person's calendar."""

from datetime import timedelta

import pytest

from membership.services.assessing import discussions
from membership.services.calendars import entries_of
from membership.services.members.memberships import renew
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.chartered import IN_A_WEEK, JOINING, Desk
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)


def test_the_last_day_that_is_paid_for_moves_on_with_a_renewal_as_the_same_entry():
    row = member(until=TODAY + 30 * DAY)
    (before,) = entries_of(row.person, NOW)
    renew(membership=row, at=NOW, basis=Basis.CONCESSION)
    (after,) = entries_of(row.person, NOW)

    assert before.on == TODAY + 30 * DAY
    assert after.on > before.on
    assert after.uid == before.uid
    assert after.sequence > before.sequence
    assert before.url == "/membership/renew/"


@pytest.mark.parametrize("basis", [Basis.STUDYING, Basis.CORPORATE, Basis.HONORARY])
def test_what_others_renew_is_no_date_of_the_member(basis):
    row = member(until=TODAY + 30 * DAY, basis=basis)

    assert entries_of(row.person, NOW) == []


def test_a_discussion_is_a_date_of_applicant_and_assessor_with_the_page_of_each():
    desk = Desk(has_discussion=True).allocated()
    desk.booked()

    own = [entry for entry in entries_of(desk.person, NOW) if entry.starts_at]
    assessors = [entry for entry in entries_of(desk.assessor, NOW) if entry.starts_at]

    for (entry,) in (own, assessors):
        assert (entry.starts_at, entry.place) == (IN_A_WEEK, JOINING)
    assert own[0].uid == assessors[0].uid
    assert own[0].url.endswith("/discussion/")
    assert assessors[0].url.endswith(f"/desk/{desk.row.pk}/")


def test_what_was_cancelled_or_is_long_past_is_no_date():
    desk = Desk(has_discussion=True).allocated()
    desk.booked()
    assert [entry for entry in entries_of(desk.person, IN_A_WEEK + 61 * DAY) if entry.starts_at] == []

    discussions.cancel(application=desk.row, by=desk.person, at=NOW)

    assert [entry for entry in entries_of(desk.person, NOW) if entry.starts_at] == []


def test_somebody_elses_dates_are_not_shown(django_assert_num_queries):
    Desk(has_discussion=True).allocated().booked()
    member(until=TODAY + 30 * DAY)
    somebody = UserFactory()

    with django_assert_num_queries(2):
        assert entries_of(somebody, NOW) == []
