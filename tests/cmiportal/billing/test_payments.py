"""Reports of payments: kept once, applied once, in whatever order they come."""

from itertools import permutations

import pytest

from cmiportal.billing.models import Invoice, Order, PaymentEvent
from cmiportal.billing.services import orders
from cmiportal.billing.services.amounts import received
from cmiportal.billing.services.attempts import begin
from cmiportal.billing.services.payments import EventTaken
from cmiportal.notifications.models import Notification
from tests.factories.billing import NOW, bookkeeper, order, reported

pytestmark = pytest.mark.django_db

REFUND, FAILURE, DISPUTE = "refund", "failure", "dispute"


@pytest.fixture
def keeper():
    return bookkeeper()


@pytest.fixture
def placed():
    return order()


def now(placed):
    return Order.objects.get(pk=placed.pk)


def messages(kind):
    return [row.context for row in Notification.objects.filter(kind=kind).order_by("pk")]


def credit_notes(placed):
    return list(placed.invoices.filter(kind="credit_note").values_list("total_pence", "vat_pence", "reason"))


def test_a_payment_of_the_whole_pays_the_order_writes_its_invoice_and_sends_a_receipt(placed, told, keeper):
    event = reported(placed, 12_000, name="p1")

    assert (event.applied_at, str(event)) == (NOW, "p1")
    assert (now(placed).state, now(placed).paid_at) == ("paid", NOW)
    assert told == ["paid"]
    assert str(placed.invoices.get()) == "INV000001"
    assert [said["number"] for said in messages("order_paid")] == [placed.number]
    assert messages("payment_to_check") == []


def test_one_report_ten_times_is_one_payment(placed, told):
    events = {reported(placed, 12_000, name="p1") for _ in range(10)}

    assert len(events) == 1
    assert (PaymentEvent.objects.count(), told, received(placed)) == (1, ["paid"], 12_000)


def test_the_same_name_for_something_else_is_refused(placed):
    reported(placed, 12_000, name="p1")

    with pytest.raises(EventTaken, match=f"p1 is recorded already, for another payment .{placed.number}."):
        reported(order(), 12_000, name="p1")
    with pytest.raises(EventTaken):
        reported(placed, 12_001, name="p1")
    assert reported(order(), 12_000, name="p1", provider="bank").applied_at


def test_parts_pay_the_order_when_their_sum_does(placed, told, keeper):
    reported(placed, 5_000, name="p1")
    assert (now(placed).state, told) == ("open", [])
    assert messages("payment_to_check")[0]["said"] == (
        "£50 came in for an order that is to be paid: of £120 we now hold £50."
    )

    reported(placed, 7_000, name="p2")

    assert (now(placed).state, told) == ("paid", ["paid"])
    assert len(messages("payment_to_check")) == 1


def test_what_is_paid_too_much_is_kept_count_of_and_told_to_the_bookkeepers(placed, told, keeper):
    reported(placed, 13_000, name="p1")
    reported(placed, 12_000, name="p2")

    assert (now(placed).state, told, received(placed)) == ("paid", ["paid"], 25_000)
    assert [said["said"] for said in messages("payment_to_check")] == [
        "£130 came in for an order that is paid: of £120 we now hold £130.",
        "£120 came in for an order that is paid: of £120 we now hold £250.",
    ]
    assert Invoice.objects.count() == 1


def test_what_was_paid_too_much_goes_back_without_a_credit_note(placed, told):
    reported(placed, 13_000, name="p1")
    reported(placed, -1_000, name="r1", kind=REFUND)

    assert (now(placed).state, credit_notes(placed), told) == ("paid", [], ["paid"])


def test_a_payment_after_cancelling_changes_nothing_but_is_told(placed, told, keeper):
    orders.cancel(order=placed, by=placed.person, at=NOW)
    reported(placed, 12_000, name="p1")

    assert (now(placed).state, told) == ("cancelled", ["cancelled"])
    assert messages("payment_to_check")[0]["said"].startswith("£120 came in for an order that is cancelled")
    assert messages("order_paid") == []

    reported(placed, -12_000, name="r1", kind=REFUND)
    assert (now(placed).state, told, credit_notes(placed)) == ("cancelled", ["cancelled"], [])
    assert messages("refunded")[0]["amount"] == "£120"


def test_a_part_that_goes_back_is_credited_and_the_whole_refunds_the_order(placed, told):
    reported(placed, 12_000, name="p1")

    reported(placed, -5_000, name="r1", kind=REFUND, reason="Moved.")
    assert (now(placed).state, credit_notes(placed)) == ("paid", [(5_000, 833, "Moved.")])
    reported(placed, -7_000, name="r2", kind=REFUND)

    assert (now(placed).state, told) == ("refunded", ["paid", "refunded"])
    assert credit_notes(placed) == [(5_000, 833, "Moved."), (7_000, 1_167, "")]
    assert [(said["amount"], said["reason"], said["whole"]) for said in messages("refunded")] == [
        ("£50", "Moved.", False),
        ("£70", "", True),
    ]


def test_a_payment_reported_again_after_the_refund_changes_nothing(placed, told):
    reported(placed, 12_000, name="p1")
    reported(placed, -12_000, name="r1", kind=REFUND)

    reported(placed, 12_000, name="p1")

    assert (now(placed).state, told, received(placed)) == ("refunded", ["paid", "refunded"], 0)


def test_another_payment_after_the_refund_is_told_and_does_not_pay_again(placed, told, keeper):
    reported(placed, 12_000, name="p1")
    reported(placed, -12_000, name="r1", kind=REFUND)
    reported(placed, 12_000, name="p2")

    assert (now(placed).state, told) == ("refunded", ["paid", "refunded"])
    assert "an order that is refunded" in messages("payment_to_check")[0]["said"]


@pytest.mark.parametrize("turn", list(permutations(range(4))))
def test_in_whatever_turn_reports_come_the_sum_decides_and_nothing_happens_twice(turn, placed, told):
    reports = [(12_000, "p1", "payment"), (-12_000, "r1", REFUND), (0, "f1", FAILURE), (12_000, "p2", "payment")]
    for number in [*turn, *turn]:
        pence, name, kind = reports[number]
        reported(placed, pence, name=name, kind=kind)

    assert received(placed) == 12_000
    assert told.count("paid") == 1
    assert now(placed).state == ("refunded" if "refunded" in told else "paid")
    assert Invoice.objects.filter(kind="invoice").count() == 1


def test_a_refund_that_comes_before_its_payment_leaves_the_order_to_be_paid(placed, told):
    reported(placed, -12_000, name="r1", kind=REFUND)
    reported(placed, 12_000, name="p1")

    assert (now(placed).state, told, credit_notes(placed)) == ("open", [], [])


def test_a_failed_payment_says_what_to_do_next_and_the_last_one_the_last_step(placed, settings):
    settings.PAYMENT_FAILURES_MAX = 2
    attempt = begin(order=placed, by=placed.person, at=NOW)

    for name in ("f1", "f2", "f2"):
        reported(placed, 0, name=name, kind=FAILURE, payment=attempt)

    assert [said["last"] for said in messages("payment_failed")] == [False, True]
    assert now(placed).state == "open"


def test_several_cards_declined_on_one_page_are_one_message(placed):
    attempt = begin(order=placed, by=placed.person, at=NOW)
    for name in ("f1", "f2"):
        reported(placed, 0, name=name, kind=FAILURE, payment=attempt)

    assert len(messages("payment_failed")) == 1


def test_a_failure_that_is_reported_after_the_payment_is_not_told(placed):
    reported(placed, 12_000, name="p1")
    reported(placed, 0, name="f1", kind=FAILURE)

    assert messages("payment_failed") == []


def test_a_dispute_is_told_to_the_bookkeepers_and_moves_nothing(placed, told, keeper):
    reported(placed, 12_000, name="p1")
    reported(placed, -12_000, name="d1", kind=DISPUTE)

    assert (now(placed).state, told, received(placed)) == ("paid", ["paid"], 12_000)
    assert messages("payment_to_check")[0]["said"].startswith("The payer's bank disputes £120.")


def test_the_attempt_says_what_its_reports_say(placed):
    attempt = begin(order=placed, by=placed.person, at=NOW)
    assert str(attempt) == f"dummy for {placed.number}"

    seen = []
    for pence, name, kind in [(12_000, "p1", "payment"), (-2_000, "r1", REFUND), (-10_000, "r2", REFUND)]:
        reported(placed, pence, name=name, kind=kind, payment=attempt)
        attempt.refresh_from_db()
        seen.append((attempt.status, str(attempt.captured_amount)))

    assert seen == [("confirmed", "120.00"), ("confirmed", "100.00"), ("refunded", "0.00")]


def test_being_paid_by_transfer_ends_an_attempt_by_card(placed):
    attempt = begin(order=placed, by=placed.person, at=NOW)
    reported(placed, 12_000, name="t1", provider="bank")

    attempt.refresh_from_db()
    assert attempt.status == "cancelled"
