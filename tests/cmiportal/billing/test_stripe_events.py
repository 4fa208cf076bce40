"""Stripe's events, signed on this machine as Stripe signs them: repeated, reordered, late, forged, stale."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from payments import RedirectNeeded

from cmiportal.billing.models import Order, Payment, PaymentEvent
from cmiportal.billing.services import orders
from cmiportal.billing.services.attempts import begin
from cmiportal.notifications.models import Notification
from tests.cmiportal.billing.stripe_desk import dispute, event, refund, session, signature
from tests.factories.billing import NOW, bookkeeper, order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stripe(desk):
    return desk


@pytest.fixture
def placed():
    return order()


@pytest.fixture
def attempt(placed):
    return opened(placed)


def opened(placed):
    payment = begin(order=placed, by=placed.person, at=NOW)
    with pytest.raises(RedirectNeeded):
        payment.get_form()
    return payment


def send(said, **how):
    """Stripe's request, from outside: no session, no CSRF token."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    header = how.pop("header", None) or signature(body, **how)
    return Client(enforce_csrf_checks=True).post(
        reverse("billing:stripe_events"), body, content_type="application/json", headers={"Stripe-Signature": header}
    )


def paid(attempt, **how):
    return send(event("checkout.session.completed", session(attempt, **how)))


def state(placed):
    return Order.objects.get(pk=placed.pk).state


def test_a_finished_page_pays_the_order(placed, attempt, told):
    assert paid(attempt).json() == {"status": "ok"}

    assert (state(placed), told) == ("paid", ["paid"])
    assert PaymentEvent.objects.get().provider_event_id == "pi_1"
    attempt.refresh_from_db()
    assert (attempt.status, str(attempt.captured_amount)) == ("confirmed", "120.00")


def test_what_contradicts_an_earlier_report_is_left_to_a_person_and_not_asked_for_again(placed, attempt, caplog):
    paid(attempt)

    answer = send(event("checkout.session.completed", session(attempt) | {"amount_total": 1}))

    assert (answer.status_code, answer.json()) == (200, {"status": "recorded already as something else"})
    assert "contradicts what it reported before" in caplog.text
    assert (state(placed), PaymentEvent.objects.filter(kind="payment").count()) == ("paid", 1)


def test_ten_times_is_once_even_under_other_names(placed, attempt, told):
    for number in range(10):
        name = f"evt_{number // 2}"
        assert send(event("checkout.session.completed", session(attempt), name=name)).status_code == 200

    assert (told, PaymentEvent.objects.count()) == (["paid"], 1)


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "whsec_of_somebody_else"},
        {"age": 301},
        {"header": "t=1,v1=00"},
        {"header": "nonsense"},
    ],
)
def test_what_stripe_did_not_sign_just_now_is_refused_and_pays_nothing(how, placed, attempt):
    answer = send(event("checkout.session.completed", session(attempt)), **how)

    assert (answer.status_code, state(placed)) == (400, "open")


def test_what_was_changed_after_signing_or_carries_no_signature_is_refused(placed, attempt):
    body = json.dumps(event("checkout.session.completed", session(attempt))).encode()
    address = reverse("billing:stripe_events")

    assert send(body.replace(b"12000", b"99999"), header=signature(body)).status_code == 400
    assert Client().post(address, body, content_type="application/json").status_code == 400
    assert send(b"no json").status_code == 400
    assert send(b"\xff\xfe", header="t=1,v1=0").status_code == 400
    assert state(placed) == "open"


def test_an_event_that_is_almost_stale_still_counts(placed, attempt):
    assert send(event("checkout.session.completed", session(attempt)), age=290).status_code == 200
    assert state(placed) == "paid"


def test_the_report_may_come_before_the_payer_is_back(placed, attempt, told, client):
    paid(attempt)
    client.force_login(placed.person)

    page = client.get(reverse("billing:order_detail", args=[placed.pk]))

    assert "There is nothing left to do" in page.content.decode()
    assert told == ["paid"]


def test_a_page_that_is_finished_but_not_paid_pays_when_the_money_is_reported(placed, attempt, told):
    paid(attempt, status="unpaid")
    assert (state(placed), told) == ("open", [])

    send(event("checkout.session.async_payment_succeeded", session(attempt)))
    assert (state(placed), told) == ("paid", ["paid"])


def test_money_that_does_not_come_after_all_is_a_failure_and_the_next_attempt_a_new_one(placed, attempt):
    send(event("checkout.session.async_payment_failed", session(attempt, status="unpaid"), name="evt_5"))

    assert Notification.objects.get(kind="payment_failed").recipient == placed.person
    assert opened(placed) != attempt


def test_a_declined_card_is_a_failure_and_the_page_stays_open(placed, attempt):
    declined = {"id": "pi_1", "metadata": {"token": attempt.token}}
    for name in ("evt_1", "evt_1", "evt_2"):
        send(event("payment_intent.payment_failed", declined, name=name))

    assert PaymentEvent.objects.filter(kind="failure").count() == 2
    assert Notification.objects.filter(kind="payment_failed").count() == 1
    assert opened(placed) == attempt


def test_a_page_that_ran_out_is_no_failure(placed, attempt):
    send(event("checkout.session.expired", session(attempt, status="unpaid")))

    assert not Notification.objects.filter(kind="payment_failed").exists()
    assert opened(placed) != attempt


def test_a_page_that_is_reported_over_after_it_was_paid_stays_paid(placed, attempt):
    paid(attempt)
    send(event("checkout.session.expired", session(attempt)))

    assert (state(placed), Payment.objects.get().status) == ("paid", "confirmed")


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("checkout.session.completed", {"client_reference_id": None, "payment_status": "paid"}),
        ("checkout.session.async_payment_failed", {"client_reference_id": "another"}),
        ("payment_intent.payment_failed", {"metadata": {}}),
        ("payment_intent.payment_failed", {"metadata": {"token": "another"}}),
        ("customer.created", {}),
    ],
)
def test_what_is_not_about_our_payments_is_let_pass(kind, about):
    assert send(event(kind, about)).status_code == 200
    assert not PaymentEvent.objects.exists()


def test_money_given_back_at_stripes_desk_refunds_the_order_once(placed, attempt, told):
    paid(attempt)
    for kind in ("refund.created", "refund.updated", "refund.updated"):
        assert send(event(kind, refund(12_000))).status_code == 200

    assert (state(placed), told) == ("refunded", ["paid", "refunded"])


def test_a_refund_before_its_payment_is_asked_for_again(placed, attempt, told):
    assert send(event("refund.created", refund(12_000))).status_code == 409
    paid(attempt)
    assert send(event("refund.created", refund(12_000))).status_code == 200

    assert (state(placed), told) == ("refunded", ["paid", "refunded"])


def test_the_payment_reported_again_after_the_refund_changes_nothing(placed, attempt, told):
    paid(attempt)
    send(event("refund.created", refund(12_000)))
    paid(attempt)

    assert (state(placed), told) == ("refunded", ["paid", "refunded"])


def test_a_refund_that_the_bank_returned_came_in_again(placed, attempt, told):
    keeper = bookkeeper()
    paid(attempt)
    send(event("refund.created", refund(12_000)))
    for _ in range(2):
        send(event("refund.failed", refund(12_000, status="failed")))

    assert (state(placed), told) == ("refunded", ["paid", "refunded"])
    assert Notification.objects.get(kind="payment_to_check").recipient == keeper
    assert sum(PaymentEvent.objects.values_list("pence", flat=True)) == 12_000


def test_a_refund_that_never_went_out_is_nothing(placed, attempt):
    paid(attempt)
    send(event("refund.failed", refund(12_000, status="failed")))

    assert (state(placed), PaymentEvent.objects.count()) == ("paid", 1)


def test_a_dispute_is_told_and_a_lost_one_takes_the_money(placed, attempt, told):
    bookkeeper()
    paid(attempt)
    send(event("charge.dispute.created", dispute(12_000)))
    assert state(placed) == "paid"

    for _ in range(2):
        send(event("charge.dispute.closed", dispute(12_000, status="lost")))

    assert (state(placed), told) == ("refunded", ["paid", "refunded"])
    said = Notification.objects.get(kind="refunded").context["reason"]
    assert said == "The payer's bank took the money back after a dispute."


def test_a_dispute_that_was_won_changes_nothing(placed, attempt, told):
    paid(attempt)
    send(event("charge.dispute.created", dispute(12_000)))
    send(event("charge.dispute.closed", dispute(12_000, status="won")))

    assert (state(placed), told) == ("paid", ["paid"])


def test_a_payment_for_a_cancelled_order_is_kept_and_told(placed, attempt, told):
    bookkeeper()
    orders.cancel(order=placed, by=placed.person, at=NOW)

    assert paid(attempt).status_code == 200
    assert (state(placed), told) == ("cancelled", ["cancelled"])
    assert Notification.objects.filter(kind="payment_to_check").count() == 1


def test_where_stripe_takes_no_cards_its_address_is_not_there(settings):
    settings.PAYMENT_VARIANTS = {}
    assert send(event("customer.created", {})).status_code == 404
    assert Client().get(reverse("billing:stripe_events")).status_code == 405
