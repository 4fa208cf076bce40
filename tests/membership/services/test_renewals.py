"""Renewing a membership, the reminders that are due, and the turn of the day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order, Price
from cmiportal.billing.services.settling import mark_paid, mark_refunded
from cmiportal.notifications.models import Notification
from membership.models import Membership, RenewalReminder
from membership.services import renewals
from membership.services.members import renew, resign
from membership.services.renewals import RenewalRefused
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, MembershipFactory, member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)
OFFSETS = (60, 30, 7, 0, -14)


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


def ledger():
    rows = RenewalReminder.objects.order_by("membership__ends_on", "-days")
    return [(row.days, row.outcome, row.reason) for row in rows]


def reminders(person=None):
    rows = Notification.objects.filter(kind="renewal_reminder")
    return rows if person is None else rows.filter(recipient=person)


def opened(row, at=NOW):
    return renewals.open_renewal(membership=row, by=row.person, code_accepted=True, at=at)


@pytest.mark.parametrize(
    ("in_days", "told"),
    [
        (61, []),
        (60, [60]),
        (59, [60]),
        (30, [60, 30]),
        (7, [60, 30, 7]),
        (0, [60, 30, 7, 0]),
        (-13, [60, 30, 7, 0]),
        (-14, [60, 30, 7, 0, -14]),
    ],
)
def test_the_latest_reminder_is_sent_and_earlier_ones_are_written_down_as_out_of_date(in_days, told):
    row = ending(in_days)

    renewals.remind(at=NOW)

    late = [(days, "skipped", renewals.OUTDATED) for days in told[:-1]]
    assert ledger() == late + [(days, "sent", "") for days in told[-1:]]
    assert [message.context["days"] for message in reminders(row.person)] == told[-1:]


def test_each_reminder_is_sent_on_its_day_and_never_twice():
    row = ending(60)

    for day in range(80):
        renewals.remind(at=NOW + day * DAY)
        renewals.remind(at=NOW + day * DAY)

    assert ledger() == [(days, "sent", "") for days in OFFSETS]
    assert [message.context["days"] for message in reminders(row.person).order_by("created_at")] == list(OFFSETS)


def test_after_renewing_the_reminders_begin_anew():
    row = ending(7)
    renewals.remind(at=NOW)
    renew(membership=row, at=NOW, basis=Basis.CONCESSION)

    assert renewals.remind(at=NOW + DAY) == 0
    assert renewals.remind(at=NOW + 312 * DAY) == 1


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        (Basis.STUDYING, "The membership ends with the registration."),
        (Basis.CORPORATE, "An organisation renews the membership."),
        (Basis.HONORARY, "An honorary membership has no fee."),
    ],
)
def test_who_does_not_renew_themselves_is_skipped_with_the_reason(basis, reason):
    ending(60, basis=basis)

    assert renewals.remind(at=NOW) == 0
    assert ledger() == [(60, "skipped", reason)]


def test_a_closed_account_is_not_written_to():
    ending(60, person=UserFactory(is_active=False))

    assert renewals.remind(at=NOW) == 0
    assert ledger() == [(60, "skipped", "The account is closed.")]


@pytest.mark.parametrize("state", ["pending", "resigned"])
def test_who_is_no_member_is_not_reminded(state):
    row = MembershipFactory() if state == "pending" else ending(7)
    if state == "resigned":
        resign(membership=row, by=row.person, at=NOW)

    assert renewals.plan(on=TODAY) == []


def test_staff_see_who_will_be_reached_tomorrow_before_it_happens():
    row = ending(61)

    assert renewals.plan(on=TODAY) == []
    assert [(one.membership, one.days, one.reason) for one in renewals.plan(on=TODAY + DAY)] == [(row, 60, "")]
    assert not RenewalReminder.objects.exists()


def test_the_next_run_takes_what_was_left_and_a_later_day_its_own_alone():
    left, later = ending(50), ending(65)

    def shown(in_days):
        coming = renewals.coming(on=TODAY + in_days * DAY, today=TODAY)
        return [(one.membership, one.days) for one in coming]

    assert shown(1) == [(left, 60)]
    assert shown(5) == [(later, 60)]
    assert shown(20) == [(left, 30)]
    assert shown(21) == []


def test_a_reminder_that_was_sent_is_sent_again_once_a_minute():
    row = ending(7)
    renewals.remind(at=NOW)
    reminders().update(mail="sent", sent_at=NOW)
    ledger = list(RenewalReminder.objects.filter(membership=row))

    assert renewals.send_again(reminders=ledger, at=NOW + DAY) == 1
    assert renewals.send_again(reminders=ledger, at=NOW + DAY) == 1
    assert reminders(row.person).count() == 2


def test_no_offsets_reach_nobody():
    ending(7)

    assert renewals.plan(on=TODAY, offsets=()) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_run_takes_as_many_queries_for_one_member_as_for_many(count):
    for _ in range(count):
        ending(30)

    with CaptureQueriesContext(connection) as captured:
        assert renewals.remind(at=NOW) == count

    assert len(captured) == RUN_QUERIES


# Memberships, ledger, its rows, messages; and the savepoints of two transactions within that of the test.
RUN_QUERIES = 8


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
    resign(membership=row, by=row.person, at=NOW)

    mark_paid(order, at=NOW)

    assert Notification.objects.get(recipient=staff).kind == "payment_without_membership"
    row.refresh_from_db()
    assert row.state == "resigned"


@pytest.mark.parametrize(
    ("in_days", "basis", "sentence"),
    [
        (61, Basis.CONCESSION, "It is too early to renew"),
        (7, Basis.STUDYING, "ends with the registration"),
        (7, Basis.CORPORATE, "An organisation renews"),
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
