"""Buying seats, more of them and another year; what paying, cancelling and returning money does."""

from datetime import timedelta

import pytest

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import cancel, invoice
from cmiportal.notifications.models import Notification
from membership.services.corporate import orders as seat_orders
from membership.services.corporate.rows import SeatRefused, period_of, places
from membership.services.members import endings, memberships
from tests.factories.accounts import UserFactory
from tests.factories.billing import bookkeeper, reported
from tests.factories.membership import member
from tests.factories.qualifications import NOW
from tests.factories.seats import Corporate, pay
from tests.races import at_once, in_turn, no_locking_of, refused

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(days=340)
IN_GRACE = NOW + timedelta(days=370)
LATE = NOW + timedelta(days=420)


def seats_of(firm):
    firm.row.refresh_from_db()
    period = period_of(firm.row)
    return firm.row.seats, period.first.isoformat(), period.last.isoformat()


def renewal(firm, seats, *, at=SOON):
    return seat_orders.open_renewal(organisation=firm.row, by=firm.staff, seats=seats, at=at)


def give_back(order, *, at=NOW):
    """All the money goes back, as the bank reports it."""
    reported(order, -order.total_pence, name=f"back-{order.number}", provider="bank", kind="refund", at=at)


def ends(seat):
    seat.membership.refresh_from_db()
    return seat.membership.ends_on.isoformat()


def test_paying_starts_a_year_of_seats_and_not_before():
    firm = Corporate(seats=0)
    order = firm.ordered(3)
    firm.row.refresh_from_db()
    assert (firm.row.seats, order.total_pence, order.person) == (0, 36_000, firm.staff)

    pay(order)

    assert seats_of(firm) == (3, "2026-11-02", "2027-11-01")


def test_more_seats_end_with_the_others():
    firm = Corporate(seats=2)
    later = NOW + timedelta(days=100)
    order = firm.ordered(3, at=later)
    assert order.expires_at.date().isoformat() == "2027-11-01"

    pay(order, at=later)

    assert seats_of(firm) == (5, "2026-11-02", "2027-11-01")


def test_one_order_at_a_time_and_cancelling_frees_the_way():
    firm = Corporate()
    order = firm.ordered()
    with pytest.raises(SeatRefused, match="waits to be paid"):
        firm.ordered()
    cancel(order=order, by=firm.staff, at=NOW)
    firm.ordered()
    assert seats_of(firm)[0] == 2


def test_others_order_nothing():
    firm = Corporate()
    with pytest.raises(SeatRefused, match="do not act"):
        seat_orders.open_seats(organisation=firm.row, by=UserFactory(), seats=1, at=NOW)


@pytest.mark.parametrize("at", [SOON, IN_GRACE])
def test_renewing_carries_everybody_on_for_a_year(at):
    firm = Corporate()
    seat, other = firm.accepted(), firm.accepted(member().person)
    waiting = ends(other)

    pay(renewal(firm, 4, at=at), at=at)

    assert seats_of(firm) == (4, "2026-11-02", "2028-11-01")
    assert (ends(seat), ends(other)) == ("2028-11-01", waiting)


@pytest.mark.parametrize("at", [SOON, IN_GRACE])
def test_renewing_carries_on_who_is_suspended_and_leaves_them_suspended(at):
    firm, officer = Corporate(), UserFactory(groups=[MEMBERSHIP_ASSESSORS])
    seat = firm.accepted()
    memberships.suspend(membership=seat.membership, by=officer, reason="A complaint.", at=SOON)

    pay(renewal(firm, 2, at=at), at=at)

    assert ends(seat) == "2028-11-01"
    assert (seat.membership.state, seat.membership.basis) == ("suspended", "corporate")
    told = Notification.objects.filter(recipient=seat.membership.person, kind__startswith="membership_renewed")
    assert [row.kind for row in told] == ["membership_renewed_suspended"]
    late = endings.end_day(membership=seat.membership, on=LATE.date(), at=LATE)
    assert memberships.restore(membership=late, by=officer, at=LATE).state == "active"


def test_the_money_of_a_renewal_that_goes_back_takes_the_year_of_who_is_suspended_too():
    firm, officer = Corporate(), UserFactory(groups=[MEMBERSHIP_ASSESSORS])
    seat = firm.accepted()
    memberships.suspend(membership=seat.membership, by=officer, reason="A complaint.", at=NOW)
    order = renewal(firm, 2)
    pay(order, at=SOON)

    give_back(order, at=SOON)

    assert (ends(seat), seat.membership.state) == ("2027-11-01", "suspended")


def test_renewing_is_not_open_too_early_too_late_or_without_seats():
    firm = Corporate()
    for at in (NOW, LATE):
        with pytest.raises(SeatRefused, match="cannot be renewed now"):
            renewal(firm, 2, at=at)
    with pytest.raises(SeatRefused, match="cannot be renewed now"):
        renewal(Corporate(seats=0), 2)
    with pytest.raises(SeatRefused, match="Renew them"):
        firm.ordered(at=IN_GRACE)


def test_renewing_is_for_as_many_as_are_taken_and_no_more_are_invited_meanwhile():
    firm = Corporate(seats=3)
    firm.accepted()
    firm.invited("two@example.net")
    with pytest.raises(SeatRefused, match="More seats than that are taken"):
        renewal(firm, 1)
    order = renewal(firm, 2)
    assert places(firm.row) == 2
    with pytest.raises(SeatRefused, match="Every seat is taken"):
        firm.invited("three@example.net", at=SOON)
    cancel(order=order, by=firm.staff, at=SOON)
    firm.invited("three@example.net", at=SOON)


def test_a_renewal_paid_after_grace_begins_a_year_with_free_seats():
    firm = Corporate()
    seat = firm.accepted()
    order = renewal(firm, 2, at=IN_GRACE)
    pay(order, at=LATE)

    seat.refresh_from_db()
    assert (seats_of(firm), seat.released_at) == ((2, "2027-12-27", "2028-12-26"), LATE)


def test_seats_bought_after_the_year_begin_another_one():
    firm = Corporate()
    firm.accepted()
    pay(firm.ordered(1, at=LATE), at=LATE)

    assert seats_of(firm) == (1, "2027-12-27", "2028-12-26")
    assert firm.row.taken.live().count() == 0


def test_money_that_goes_back_takes_its_seats_and_the_last_accepted_are_released():
    firm = Corporate(seats=1)
    first = firm.accepted()
    order = firm.ordered(2)
    pay(order)
    last, open_one = firm.accepted(at=NOW + timedelta(hours=1)), firm.invited("three@example.net")

    give_back(order)

    for seat in (first, last, open_one):
        seat.refresh_from_db()
    assert [seat.released_at for seat in (first, last, open_one)] == [None, NOW, NOW]
    assert (seats_of(firm)[0], ends(first), ends(last)) == (1, "2027-11-01", "2026-11-02")


def test_a_renewal_whose_money_goes_back_ends_where_it_would_have_ended():
    firm = Corporate()
    seat = firm.accepted()
    order = renewal(firm, 2)
    pay(order, at=SOON)

    give_back(order, at=SOON)

    assert (seats_of(firm), ends(seat)) == ((2, "2026-11-02", "2027-11-01"), "2027-11-01")


def test_a_renewal_whose_money_goes_back_later_ends_today_and_once_over_stays():
    firm = Corporate()
    seat = firm.accepted()
    order = renewal(firm, 2)
    pay(order, at=SOON)

    give_back(order, at=LATE)
    assert (seats_of(firm), ends(seat)) == ((2, "2026-11-02", "2027-12-27"), "2027-12-27")


def test_a_renewal_whose_money_goes_back_when_its_year_is_over_changes_nothing():
    firm = Corporate()
    order = renewal(firm, 2)
    pay(order, at=SOON)

    give_back(order, at=SOON + timedelta(days=400))

    assert seats_of(firm) == (2, "2026-11-02", "2028-11-01")


def test_money_of_a_year_that_was_renewed_since_takes_no_seat():
    firm = Corporate()
    seat, first = firm.accepted(), Order.objects.get(kind="seats")
    pay(renewal(firm, 2), at=SOON)

    give_back(first, at=IN_GRACE)

    assert (seats_of(firm), ends(seat)) == ((2, "2026-11-02", "2028-11-01"), "2028-11-01")


def test_more_seats_that_are_paid_once_their_year_is_over_take_nobodys_seat():
    keeper, firm = bookkeeper(), Corporate()
    seat, order = firm.accepted(), firm.ordered(3)
    invoice(order=order, by=firm.staff, payer="Fellgate Logistics", purchase_order="", at=SOON)

    pay(order, at=IN_GRACE)

    said = Notification.objects.get(recipient=keeper, kind="payment_to_check").context["said"]
    assert said == seat_orders.LATE
    seat.refresh_from_db()
    assert (seats_of(firm), seat.released_at) == ((2, "2026-11-02", "2027-11-01"), None)


def test_the_end_of_the_year_ends_its_memberships_as_all_others():
    row = Corporate().accepted().membership
    assert endings.end_day(membership=row, on=row.ends_on + timedelta(days=1), at=IN_GRACE).state == "grace"
    assert endings.end_day(membership=row, on=row.ends_on + timedelta(days=31), at=LATE).state == "lapsed"


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_at_once_one_is_refused():
    firm = Corporate()

    results = at_once(firm.row, firm.ordered, firm.ordered)

    assert refused(results) == [SeatRefused]


@pytest.mark.django_db(transaction=True)
def test_money_for_a_renewal_is_kept_whoever_is_suspended_at_the_same_moment():
    firm = Corporate()
    row = firm.accepted().membership
    order, staff = renewal(firm, 2), UserFactory(groups=[MEMBERSHIP_ASSESSORS])

    def suspend():
        return memberships.suspend(membership=row, by=staff, reason="So.", at=SOON)

    assert refused(in_turn(no_locking_of(row), suspend, lambda: pay(order, at=SOON))) == []
    row.refresh_from_db()
    assert (row.state, row.ends_on.isoformat()) == ("suspended", "2028-11-01")
