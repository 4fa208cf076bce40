"""Renewing a membership, and the turn of the day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order, Price
from cmiportal.billing.services import orders
from cmiportal.billing.services.settling import mark_paid, mark_refunded
from cmiportal.notifications.models import Notification
from cmiportal.rules.days import UK
from membership.models import Membership
from membership.services.corporate.seats import release
from membership.services.members import reminders, renewals
from membership.services.members.endings import end_day, resign
from membership.services.members.memberships import renew, suspend
from membership.services.members.renewals import RenewalRefused
from membership.services.register import statuses
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.cpd import CharteredStatusFactory
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW
from tests.factories.seats import Corporate
from tests.races import no_locking_of, outcome

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

    mark_refunded(order, at=NOW + 31 * DAY)
    row.refresh_from_db()
    assert row.state == "lapsed"


def test_money_that_goes_back_ends_a_suspended_membership_too():
    row = ending(0)
    order = opened(row)
    mark_paid(order, at=NOW + DAY)
    suspend(membership=row, by=UserFactory(groups=[MEMBERSHIP_ASSESSORS]), reason="So.", at=NOW + DAY)

    mark_refunded(order, at=NOW + DAY)

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


ALWAYS = DateRange(date(2020, 1, 1), None)


def test_chartered_members_renew_at_their_own_price_while_the_status_is_held():
    Price.objects.create(product="membership-affiliate", audience="chartered", pence=22_700, during=ALWAYS)
    held, ended = seated(release_it=True), seated(release_it=True)
    for row in (held, ended):
        CharteredStatusFactory(person=row.person)
    statuses.end_statuses(person=ended.person, because="It was given up.", at=NOW)

    assert [opened(row).total_pence for row in (held, ended)] == [22_700, 18_300]


def test_a_concession_goes_on_at_its_price_with_chartered_status_too():
    row = ending(30)
    Price.objects.create(product=row.grade.product, audience="chartered", pence=22_700, during=ALWAYS)
    CharteredStatusFactory(person=row.person)

    order = opened(row)
    mark_paid(order, at=NOW)

    row.refresh_from_db()
    assert (order.total_pence, row.basis) == (6_000, "concession")


def seated(*, release_it):
    """A membership that came with a seat, perhaps released today."""
    firm = Corporate()
    row = firm.accepted().membership
    if release_it:
        release(seat=row.seats.get(), by=firm.staff, at=NOW)
        row.refresh_from_db()
    return row


def test_whose_seat_was_released_renews_at_their_own_cost_without_a_gap():
    row = seated(release_it=True)

    order = opened(row)
    mark_paid(order, at=NOW)

    assert order.total_pence == 18_300
    row.refresh_from_db()
    assert (row.state, row.basis, row.order) == ("active", "paid", order)
    assert (row.starts_on, row.ends_on) == (TODAY + DAY, date(2027, 11, 2))


def test_whose_seat_is_held_waits_for_the_organisation_until_grace():
    row = seated(release_it=False)
    last = row.ends_on
    for day in (last - 30 * DAY, last):
        assert renewals.why_not_renewable(row, on=day) == "An organisation renews the membership."

    row = end_day(membership=row, on=last + DAY, at=NOW)
    assert (row.state, renewals.why_not_renewable(row, on=last + DAY)) == ("grace", "")


def test_the_day_turns_at_midnight_in_the_united_kingdom_in_summer_too():
    summer = date(2027, 6, 30)
    row = member(until=summer, at=NOW)
    evening, night = (datetime.combine(summer, time(hour, 30), tzinfo=UTC) for hour in (22, 23))

    assert renewals.end_what_is_over(at=evening) == 0
    assert renewals.end_what_is_over(at=night) == 1  # half past midnight there
    row.refresh_from_db()
    assert row.state == "grace"


@pytest.mark.parametrize(
    ("moment", "touched"),
    [
        (datetime(2027, 3, 27, 23, 59, tzinfo=UTC), 0),
        (datetime(2027, 3, 28, 0, 0, tzinfo=UTC), 1),
        (datetime(2027, 10, 30, 22, 59, tzinfo=UTC), 0),
        (datetime(2027, 10, 30, 23, 0, tzinfo=UTC), 1),
    ],
)
def test_the_nights_in_which_the_clocks_change_begin_at_midnight_too(moment, touched):
    last = date(2027, 3, 27) if moment.month == 3 else date(2027, 10, 30)
    member(until=last, at=NOW)

    assert renewals.end_what_is_over(at=moment) == touched


def test_a_membership_from_29_february_is_renewed_to_the_end_of_february_and_lapses_on_the_day():
    start = datetime(2028, 2, 29, 12, tzinfo=UTC)
    row = member(at=start)
    assert (row.starts_on, row.ends_on) == (date(2028, 2, 29), date(2029, 2, 28))

    row = renew(membership=row, at=start + 300 * DAY, basis=Basis.CONCESSION)

    assert (row.starts_on, row.ends_on) == (date(2029, 3, 1), date(2030, 2, 28))
    assert renewals.end_what_is_over(at=datetime(2030, 2, 28, 23, 59, tzinfo=UTC)) == 0
    assert renewals.end_what_is_over(at=datetime(2030, 3, 1, tzinfo=UTC)) == 1
    assert renewals.end_what_is_over(at=datetime(2030, 3, 30, 23, 59, tzinfo=UTC)) == 0
    assert renewals.end_what_is_over(at=datetime(2030, 3, 31, 0, tzinfo=UTC)) == 1
    row.refresh_from_db()
    assert row.state == "lapsed"


def test_a_turn_of_the_day_that_is_stopped_halfway_is_ended_by_the_next(monkeypatch):
    monkeypatch.setattr(renewals, "AT_ONCE", 2)
    rows = [ending(-1) for _ in range(5)]
    done = []

    def stopping(**known):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(end_day(**known))

    with monkeypatch.context() as patch:
        patch.setattr(renewals, "end_day", stopping)
        with pytest.raises(KeyboardInterrupt):
            renewals.end_what_is_over(at=NOW)

    assert renewals.end_what_is_over(at=NOW) == 3  # the batch that was begun is done anew, as a whole
    assert [row.events.filter(action="fall_due").count() for row in rows] == [1] * 5
    assert Notification.objects.filter(kind="membership_in_grace").count() == 5


def test_what_cannot_be_ended_keeps_nothing_else_back_and_is_tried_again(monkeypatch, caplog):
    monkeypatch.setattr(renewals, "AT_ONCE", 2)
    rows = sorted((ending(-1) for _ in range(5)), key=lambda row: row.pk)
    broken = rows[1]

    def failing(*, membership, **known):
        end_day(membership=membership, **known)
        if membership == broken:
            raise ValueError("No end in sight.")

    with monkeypatch.context() as patch:
        patch.setattr(renewals, "end_day", transaction.atomic(failing))
        renewals.end_what_is_over(at=NOW)

    assert Membership.objects.filter(state="grace").count() == 4
    assert f"Membership {broken.number} could not be ended." in caplog.text
    assert renewals.end_what_is_over(at=NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_what_somebody_works_on_is_left_to_them_and_two_runs_share_the_rest():
    rows = [ending(-1) for _ in range(3)]

    with no_locking_of(rows[0]), ThreadPoolExecutor(1) as pool:
        touched = pool.submit(outcome, lambda: renewals.end_what_is_over(at=NOW)).result()

    assert touched == 2
    assert renewals.end_what_is_over(at=NOW) == 1


def test_who_never_pays_is_reminded_for_the_last_time_in_grace_and_then_let_go():
    """Nothing is tried for ever: five reminders, grace, the end, and silence."""
    row = ending(61)
    order = opened(row, at=NOW + DAY)
    for day in (*range(100), *range(100, 400, 25)):
        at = NOW + day * DAY
        reminders.remind(at=at)
        renewals.end_what_is_over(at=at)
        orders.expire_due(at=at)

    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.state, order.state) == ("lapsed", "cancelled")
    told = Notification.objects.filter(recipient=row.person).order_by("created_at", "pk")
    assert [((one.created_at - NOW).days, one.kind) for one in told if one.created_at >= NOW] == [
        (1, "renewal_reminder"),
        (31, "renewal_reminder"),
        (54, "renewal_reminder"),
        (61, "renewal_reminder"),
        (62, "membership_in_grace"),
        (75, "renewal_reminder"),
        (92, "membership_lapsed"),
    ]
