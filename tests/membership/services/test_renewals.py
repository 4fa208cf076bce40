"""Renewing a membership, and the turn of the day."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order, Price
from cmiportal.billing.services import orders
from cmiportal.billing.services.settling import mark_paid, mark_refunded
from cmiportal.notifications.models import Notification
from cmiportal.rules.days import UK
from membership.models import Membership
from membership.services import renewals
from membership.services.members import end_day, renew, resign
from membership.services.renewals import RenewalRefused
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _lower_fee(db):
    """Members of these tests pay the lower fee."""
    grade = GradeFactory()
    Price.objects.create(
        product=grade.product, audience="concession", pence=6_000, during=DateRange(date(2020, 1, 1), None)
    )


def ending(in_days, **known):
    """A membership whose last day is in so many days."""
    return member(until=TODAY + in_days * DAY, at=NOW - 100 * DAY, **known)


def opened(row, at=NOW):
    return renewals.open_renewal(membership=row, by=row.person, code_accepted=True, at=at)


def test_renewing_asks_for_the_code_of_conduct_and_opens_one_order():
    row = ending(30)
    with pytest.raises(RenewalRefused, match="Accept the Code of Conduct"):
        renewals.open_renewal(membership=row, by=row.person, code_accepted=False, at=NOW)

    order = opened(row)

    assert (order.total_pence, order.subject_id) == (6_000, row.pk)
    assert opened(row) == order
    row.refresh_from_db()
    assert row.code_accepted_at == NOW


def test_paying_renews_and_money_that_goes_back_ends_what_stands_on_it():
    row = ending(30)
    order = opened(row)

    mark_paid(order, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.ends_on, row.order) == ("active", TODAY + 395 * DAY, order)

    mark_refunded(order, at=NOW)
    row.refresh_from_db()
    assert row.state == "lapsed"


def test_a_refund_of_an_order_that_nothing_stands_on_any_more_ends_nothing():
    row = ending(30)
    first = opened(row)
    mark_paid(first, at=NOW)
    renew(membership=row, at=NOW, basis=Basis.CONCESSION)

    mark_refunded(first, at=NOW)

    row.refresh_from_db()
    assert row.state == "active"


def test_money_for_a_membership_that_ended_meanwhile_is_told_to_the_team():
    staff, row = UserFactory(groups=[MEMBERSHIP_ASSESSORS]), ending(30)
    order = opened(row)
    for day in (31, 61):
        end_day(membership=row, on=TODAY + day * DAY, at=NOW)

    mark_paid(order, at=NOW)

    assert Notification.objects.get(recipient=staff).kind == "payment_without_membership"
    row.refresh_from_db()
    assert row.state == "lapsed"


def test_an_unpaid_renewal_ends_with_the_days_of_grace():
    row = ending(30)
    order = opened(row)
    last_moment = datetime.combine(TODAY + 60 * DAY, time(23, 59, 59), tzinfo=UK)
    assert order.expires_at == last_moment

    orders.expire_due(at=last_moment)

    order.refresh_from_db()
    assert (order.state, renewals.waiting_order(row)) == ("cancelled", None)


def test_an_unpaid_renewal_ends_when_the_member_leaves():
    row = ending(30)
    order = opened(row)

    resign(membership=row, by=row.person, at=NOW)

    order.refresh_from_db()
    assert order.state == "cancelled"


@pytest.mark.parametrize(
    ("in_days", "basis", "sentence"),
    [
        (61, Basis.CONCESSION, "It is too early to renew"),
        (7, Basis.STUDYING, "ends with the registration"),
        (7, Basis.HONORARY, "has no fee"),
    ],
)
def test_what_cannot_be_renewed_now_says_why(in_days, basis, sentence):
    row = ending(in_days, basis=basis)

    with pytest.raises(RenewalRefused, match=sentence):
        opened(row)


def test_nobody_renews_for_somebody_else_nor_what_is_over():
    row = ending(7)
    with pytest.raises(RenewalRefused, match="somebody else’s"):
        renewals.open_renewal(membership=row, by=UserFactory(), code_accepted=True, at=NOW)

    row = resign(membership=row, by=row.person, at=NOW)
    with pytest.raises(RenewalRefused, match="cannot be renewed now"):
        opened(row)


def test_the_turn_of_the_day_touches_what_is_over_and_nothing_else():
    over, ended, later = ending(-1), ending(-31), ending(0)

    assert renewals.end_what_is_over(at=NOW) == 2
    assert [Membership.objects.get(pk=row.pk).state for row in (over, ended, later)] == ["grace", "lapsed", "active"]
    assert renewals.end_what_is_over(at=NOW) == 0


def test_an_order_that_was_left_unpaid_changes_nothing():
    row = ending(7)

    renewals.left_unpaid(Order(subject_id=row.pk), NOW)

    row.refresh_from_db()
    assert row.state == "active"
