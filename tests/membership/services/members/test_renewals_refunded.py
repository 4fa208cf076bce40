"""The money of a renewal that was paid early goes back before its year begins."""

from datetime import timedelta

import pytest

from cmiportal.billing.models import Order
from cmiportal.billing.services.settling import mark_paid, mark_refunded
from membership.rules.periods import Period
from membership.services.members import requests
from membership.services.members.endings import resign, take_back
from membership.services.members.memberships import current_of, last_of, settle
from membership.services.members.renewals import open_renewal
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, MembershipFactory, member
from tests.factories.qualifications import LONG_AGO, NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = NOW.date()
SOON = NOW + timedelta(days=340)


def renewed(row, at):
    """The order of another year, paid."""
    order = open_renewal(membership=row, by=row.person, code_accepted=True, at=at)
    mark_paid(order, at=at)
    return order


def joined():
    """A membership that was paid for on NOW, with its order."""
    row = requests.begin(person=UserFactory(), at=NOW)
    requests.keep(request=row, answers={"grade": GradeFactory(), "code_accepted_at": NOW})
    requests.submit(request=row, by=row.person, at=NOW)
    order = Order.objects.get(subject_id=row.pk)
    mark_paid(order, at=NOW)
    return current_of(row.person), order


def test_the_days_that_were_paid_for_before_stay():
    row = member(until=TODAY + 30 * DAY)
    order = renewed(row, NOW)

    mark_refunded(order, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.starts_on, row.ends_on) == ("active", LONG_AGO, TODAY + 30 * DAY)
    assert (row.basis, row.order) == ("concession", None)


def test_it_stands_on_its_former_order_as_often_as_a_renewal_goes_back():
    row, first = joined()
    for _ in range(2):
        mark_refunded(renewed(row, SOON), at=SOON)

    row.refresh_from_db()
    assert (row.state, row.order) == ("active", first)
    assert (row.starts_on, row.ends_on) == (TODAY, TODAY + 364 * DAY)
    mark_refunded(first, at=SOON)
    row.refresh_from_db()
    assert row.state == "lapsed"


def test_a_first_year_that_has_not_begun_ends_with_its_money():
    _, order = joined()
    row = MembershipFactory()
    later = Period(TODAY + DAY, TODAY + 365 * DAY)
    row = settle(membership=row, grade=row.grade, basis=Basis.PAID, order=order, period=later, at=NOW)

    assert take_back(membership=row, order=order, at=NOW).state == "lapsed"


def test_money_that_goes_back_after_a_resignation_changes_nothing():
    row, order = joined()
    resign(membership=row, by=row.person, at=NOW)

    mark_refunded(order, at=NOW + DAY)

    row.refresh_from_db()
    assert (row.state, row.order, [event.action for event in row.events.all()][-1]) == ("resigned", order, "resign")


def test_it_ends_where_the_money_of_the_year_before_went_back_too():
    row, first = joined()
    order = renewed(row, SOON)
    mark_refunded(first, at=SOON)
    assert current_of(row.person).state == "active"

    mark_refunded(order, at=SOON)

    assert last_of(row.person).state == "lapsed"
