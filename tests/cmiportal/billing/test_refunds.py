"""Money given back by a keeper of the books, and transfers that they read from a bank statement."""

import pytest
from payments import RedirectNeeded

from cmiportal.billing.models import Order, PaymentEvent
from cmiportal.billing.services.amounts import received
from cmiportal.billing.services.attempts import begin
from cmiportal.billing.services.bank import record_transfer
from cmiportal.billing.services.refunds import refund
from cmiportal.billing.services.refusals import OrderRefused
from cmiportal.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.billing import NOW, bookkeeper, order, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return bookkeeper()


@pytest.fixture
def placed():
    return order()


def by_card(placed, name="pi_1", pence=12_000):
    """A card payment at whatever provider the settings have."""
    payment = begin(order=placed, by=placed.person, at=NOW)
    with pytest.raises(RedirectNeeded):
        payment.get_form()
    reported(placed, pence, name=name, provider=payment.variant, payment=payment)
    return payment


def back(placed, pence, keeper, *, reason="The course was moved."):
    return refund(order=placed, by=keeper, pence=pence, reason=reason, at=NOW)


def state(placed):
    return Order.objects.get(pk=placed.pk).state


def test_a_part_and_then_the_rest_go_back_to_the_card(placed, desk, keeper, told):
    payment = by_card(placed)

    back(placed, 5_000, keeper)
    assert (state(placed), received(placed)) == ("paid", 7_000)
    back(placed, 7_000, keeper)

    assert (state(placed), told) == ("refunded", ["paid", "refunded"])
    asked = [said for path, said, _ in desk.asked if path == "/v1/refunds"]
    assert asked == [
        {"payment_intent": "pi_1", "amount": pence, "metadata[token]": payment.token} for pence in ("5000", "7000")
    ]
    notes = placed.invoices.filter(kind="credit_note").order_by("number")
    assert [(str(note), note.total_pence, note.reason) for note in notes] == [
        ("CRN000001", 5_000, "The course was moved."),
        ("CRN000002", 7_000, "The course was moved."),
    ]
    assert [row.context["reason"] for row in Notification.objects.filter(kind="refunded")] == [
        "The course was moved."
    ] * 2


def test_stripes_own_report_of_our_refund_counts_it_no_second_time(placed, desk, keeper):
    payment = by_card(placed)
    (given,) = back(placed, 5_000, keeper)

    again = reported(placed, -5_000, name=given.provider_event_id, kind="refund", provider="stripe", payment=payment)

    assert (again, received(placed)) == (given, 7_000)


def test_asking_again_after_the_outcome_was_lost_gives_nothing_twice(placed, desk, keeper):
    by_card(placed)
    back(placed, 5_000, keeper)
    PaymentEvent.objects.filter(kind="refund").delete()  # as if the transaction had been lost

    back(placed, 5_000, keeper)

    assert len({key for path, _, key in desk.asked if path == "/v1/refunds"}) == 1
    assert received(placed) == 7_000


def test_what_the_provider_refuses_is_said_and_nothing_counts(placed, desk, keeper):
    by_card(placed)
    desk.refuses = True

    with pytest.raises(OrderRefused, match=r"did not give the money back: No, said Stripe\."):
        back(placed, 5_000, keeper)
    assert (state(placed), received(placed)) == ("paid", 12_000)


def test_a_provider_that_is_no_longer_set_up_gives_nothing_back(placed, desk, keeper, settings):
    by_card(placed)
    settings.PAYMENT_VARIANTS = {}

    with pytest.raises(OrderRefused, match="did not give the money back"):
        back(placed, 5_000, keeper)


def test_the_newest_payment_goes_back_first_each_by_its_own_way(placed, keeper):
    by_card(placed, "p1", 5_000)
    record_transfer(order=placed, by=keeper, reference="T-1", pence=4_000, at=NOW)
    record_transfer(order=placed, by=keeper, reference="T-2", pence=3_000, at=NOW)

    given = back(placed, 6_000, keeper)
    assert [(event.provider, event.pence) for event in given] == [("bank", -3_000), ("bank", -3_000)]
    given = back(placed, 6_000, keeper)
    assert [(event.provider, event.pence) for event in given] == [("bank", -1_000), ("dummy", -5_000)]

    assert (state(placed), received(placed)) == ("refunded", 0)


@pytest.mark.parametrize("pence", [0, -1, 12_001])
def test_no_more_goes_back_than_is_held(pence, placed, keeper):
    by_card(placed)

    with pytest.raises(OrderRefused, match="We hold £120 of this order"):
        back(placed, pence, keeper)


def test_a_reason_and_a_keeper_of_the_books_who_is_not_the_payer_are_wanted(placed, keeper):
    by_card(placed)

    with pytest.raises(OrderRefused, match="Say why"):
        back(placed, 100, keeper, reason="  ")
    for person in (UserFactory(), placed.person):
        with pytest.raises(OrderRefused, match="Only an administrator who is not the payer"):
            back(placed, 100, person)


def test_a_transfer_pays_an_order_once_under_the_banks_reference(placed, keeper, told):
    for _ in range(2):
        record_transfer(order=placed, by=keeper, reference=" T-1 ", pence=12_000, at=NOW)

    assert (state(placed), told, PaymentEvent.objects.get().provider_event_id) == ("paid", ["paid"], "T-1")
    with pytest.raises(OrderRefused, match="T-1 is recorded already"):
        record_transfer(order=order(), by=keeper, reference="T-1", pence=12_000, at=NOW)


def test_a_transfer_is_recorded_by_a_keeper_of_the_books_and_has_an_amount(placed, keeper):
    with pytest.raises(OrderRefused, match="Only an administrator"):
        record_transfer(order=placed, by=placed.person, reference="T-1", pence=12_000, at=NOW)
    with pytest.raises(OrderRefused, match="Give the amount"):
        record_transfer(order=placed, by=keeper, reference="T-1", pence=0, at=NOW)
