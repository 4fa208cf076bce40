"""The demo's members: somebody in every state, money on every way, a record that reads like one."""

from datetime import UTC, date, datetime

import pytest

from cmiportal.accounts.models import User
from cmiportal.billing.models import Discount, Invoice, Order, PaymentEvent, Price
from cmiportal.billing.workflow import OrderState
from membership.models import (
    Area,
    CpdEntry,
    CpdEvidence,
    CpdOffer,
    CpdReview,
    CpdSample,
    GradeRequest,
    Membership,
    RenewalReminder,
    StatementEvidence,
)
from membership.services.members.renewals import why_not_renewable
from membership.workflow import Basis, CpdReviewState, MembershipState, RequestState
from qualifications.models import Mapping
from tests.demo import portal_of

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The portal as it is a moment after it was loaded."""
    with portal_of(django_db_blocker, at=NOW):
        yield


def states_of(model):
    return set(model.objects.values_list("state", flat=True))


def account(name):
    return User.objects.get(email=f"{name}@example.org")


def test_members_requests_and_orders_stand_in_every_state():
    assert states_of(Membership) == set(MembershipState.values)
    assert set(Membership.objects.exclude(basis="").values_list("basis", flat=True)) == set(Basis.values)
    assert states_of(GradeRequest) == set(RequestState.values)
    assert states_of(Order) == set(OrderState.values)
    assert states_of(CpdReview) >= set(CpdReviewState.values) - {"requested"}


def test_nobody_is_active_beyond_their_last_day():
    assert not Membership.objects.over(on=NOW.date()).exists()


def test_the_member_can_renew_at_once_and_was_reminded():
    membership = Membership.objects.get(person=account("member"))

    assert (membership.state, membership.ends_on) == ("active", date(2027, 2, 12))
    assert why_not_renewable(membership, on=NOW.date()) == ""
    assert list(membership.reminders.values_list("days", "outcome").order_by("-days")) == [(60, "sent"), (30, "sent")]


def test_the_member_has_a_record_with_one_area_to_build_and_an_offer():
    theirs = CpdEntry.objects.filter(person=account("member"))

    assert theirs.count() == 9
    assert list(Area.objects.exclude(entries__in=theirs).values_list("pk", flat=True)) == ["results"]
    assert CpdOffer.objects.filter(person=account("member"), entry=None, dismissed_at=None).count() == 5


def test_reminders_were_sent_and_skipped_with_the_reason():
    assert set(RenewalReminder.objects.values_list("outcome", flat=True)) == {"sent", "skipped"}


def test_money_came_in_failed_and_went_back_and_invoices_have_no_gap():
    numbers = list(Invoice.objects.filter(kind="invoice").values_list("number", flat=True).order_by("number"))

    assert set(PaymentEvent.objects.values_list("kind", flat=True)) == {"payment", "failure", "refund"}
    assert Order.objects.exclude(purchase_order="").values_list("state", flat=True).distinct().count() == 2
    assert numbers == list(range(1, len(numbers) + 1))
    assert Invoice.objects.filter(kind="credit_note").exists()
    assert Order.objects.filter(discount__in=Discount.objects.all()).exists()


def test_whatever_a_grade_costs_has_a_price_today():
    assert set(Price.objects.on(NOW.date()).filter(audience="").values_list("product", flat=True)) >= {
        "membership-affiliate",
        "membership-associate",
        "membership-member",
        "membership-fellow",
        "corporate-seat",
    }


def test_one_piece_of_evidence_serves_more_than_one_purpose():
    in_records = CpdEvidence.objects.values("item")

    assert Mapping.objects.filter(item__in=in_records).exists()
    assert StatementEvidence.objects.filter(item__in=in_records).exists()


def test_one_sample_is_closed_and_one_is_open():
    closed, open_now = CpdSample.objects.order_by("year")

    assert closed.closed_at is not None
    assert open_now.closed_at is None
