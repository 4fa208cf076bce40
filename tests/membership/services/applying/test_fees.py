"""The fee of an application: ordered once, paid, left unpaid, returned, and paid too late."""

from datetime import date, timedelta

import pytest

from cmiportal.accounts.groups import MODERATORS
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import cancel, expire_due, invoice
from cmiportal.billing.services.settling import mark_paid, mark_refunded
from membership.models import CharteredApplication
from membership.services.applying import applications
from membership.services.applying import fees as application_fees
from membership.services.applying.clock import expire_over
from membership.services.applying.fees import FeeRefused, open_fee
from tests.factories.accounts import UserFactory
from tests.factories.applications import begun, paid, ready, submitted, told
from tests.factories.qualifications import NOW
from tests.factories.record import ExperienceFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db
THREE_YEARS = [[{"years": 3}]]
LATE = NOW + timedelta(days=366)


def fresh(row):
    return CharteredApplication.objects.get(pk=row.pk)


def test_where_every_fact_is_proven_paying_is_enough():
    moderator = UserFactory(groups=[MODERATORS])
    row = begun(rule=THREE_YEARS)
    applications.withdraw(application=row, by=row.person, at=NOW)
    ExperienceFactory(person=row.person, state="confirmed")

    row = paid(row.person)

    assert [event.action for event in row.events.all()] == ["create", "submit", "pay", "confirm_by_rule"]
    assert (row.state, row.valid_until) == ("allocation", date(2027, 11, 2))
    assert told(row.person)[-1] == "application_eligible"
    assert told(moderator) == ["application_to_allocate"]


def test_a_claim_waits_for_a_person():
    row = begun(rule=THREE_YEARS)
    ExperienceFactory(person=row.person)

    assert paid(row.person).state == "eligibility"


def test_a_route_without_a_fee_goes_on_at_once():
    row = submitted(product="")

    assert (row.state, row.order) == ("allocation", None)
    assert Order.objects.count() == 0


def test_a_fee_of_nothing_is_paid_at_once():
    row = submitted(pence=0)

    assert (row.state, row.order.state) == ("allocation", "paid")
    assert told(row.person) == ["application_eligible"]


def test_a_cancelled_order_leaves_the_application_waiting_for_another():
    row = submitted()
    cancel(order=row.order, by=row.person, at=NOW)
    assert fresh(row).state == "payment"

    order = open_fee(row, at=NOW)

    assert (order.state, order.number != row.order.number) == ("open", True)
    assert open_fee(row, at=NOW) == order
    assert fresh(row).order == order


def test_no_fee_is_due_before_it_is_submitted_or_after_the_last_day():
    with pytest.raises(FeeRefused, match="No fee is due"):
        open_fee(begun(), at=NOW)
    with pytest.raises(FeeRefused, match="is over"):
        open_fee(submitted(), at=LATE)


def test_an_order_that_runs_out_ends_the_application():
    row = submitted()

    assert (expire_over(at=LATE), expire_due(at=LATE)) == (0, 1)

    assert fresh(row).state == "expired"
    assert told(row.person)[-1] == "application_expired"


def test_an_invoice_that_is_not_due_yet_keeps_the_application():
    row = submitted()
    late_in_the_year = NOW + timedelta(days=350)
    invoice(order=row.order, by=row.person, payer="Fellgate", purchase_order="", at=late_in_the_year)

    assert (expire_over(at=LATE), fresh(row).state) == (0, "payment")
    row.order.refresh_from_db()
    mark_paid(row.order, at=LATE)

    assert (fresh(row).state, fresh(row).valid_until) == ("allocation", date(2028, 11, 2))


def test_money_for_an_application_that_is_over_is_told_to_those_who_allocate():
    moderator = UserFactory(groups=[MODERATORS])
    row = submitted()
    order = row.order
    applications.withdraw(application=row, by=row.person, at=NOW)

    application_fees.paid(order, NOW)

    assert (fresh(row).state, told(moderator)) == ("withdrawn", ["application_money"])


def test_a_fee_that_went_back_is_told_while_the_application_goes_on():
    moderator = UserFactory(groups=[MODERATORS])
    row = paid()
    mark_refunded(row.order, at=NOW)
    assert (fresh(row).state, told(moderator)[-1]) == ("allocation", "application_money")

    gone = paid()
    applications.withdraw(application=gone, by=gone.person, at=NOW)
    before = len(told(moderator))
    mark_refunded(gone.order, at=NOW)
    assert len(told(moderator)) == before


@pytest.mark.django_db(transaction=True)
def test_submitting_from_two_tabs_makes_one_order():
    row = ready()

    def submit():
        return applications.submit(application=row, by=row.person, at=NOW).state

    first, second = at_once(row, submit, submit)

    assert sorted([str(first), str(second)])[1] == "payment"
    assert Order.objects.count() == 1
