"""Attempts to pay by card: one under way for an order, at the provider's page, for what is owed."""

from datetime import timedelta

import pytest
from payments import PaymentError, RedirectNeeded

from cmiportal.billing.models import Payment
from cmiportal.billing.services import orders
from cmiportal.billing.services.attempts import begin
from cmiportal.billing.services.refusals import OrderRefused
from tests.factories.accounts import UserFactory
from tests.factories.billing import NOW, order, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed():
    return order()


def begun(placed, *, at=NOW):
    return begin(order=placed, by=placed.person, at=at)


def page_of(payment):
    with pytest.raises(RedirectNeeded) as way:
        payment.get_form()
    return str(way.value)


def test_a_second_tab_gets_the_first_ones_attempt(placed):
    assert begun(placed) == begun(placed)
    payment = Payment.objects.get()
    assert (str(payment.total), payment.pence, payment.currency, payment.variant) == ("120.00", 12_000, "GBP", "dummy")
    assert payment.description == f"A useful thing ({placed.number})"
    assert payment.billing_email == ""


def test_an_attempt_is_for_what_is_still_owed(placed):
    first = begun(placed)
    reported(placed, 5_000, name="t1", provider="bank")

    second = begun(placed)

    first.refresh_from_db()
    assert (first.status, second.pence) == ("cancelled", 7_000)


def test_an_attempt_whose_page_has_closed_is_followed_by_a_new_one(placed, settings):
    settings.PAYMENT_PAGE_MINUTES = 60
    first = begun(placed)

    assert begun(placed, at=NOW + timedelta(minutes=59)) == first
    assert begun(placed, at=NOW + timedelta(minutes=60)) != first


def test_an_attempt_at_another_provider_is_followed_by_a_new_one(placed, settings):
    first = begun(placed)
    settings.PAYMENT_VARIANTS = {"other": settings.PAYMENT_VARIANTS["dummy"], **settings.PAYMENT_VARIANTS}

    assert begun(placed).variant == "other"
    first.refresh_from_db()
    assert first.status == "cancelled"


def test_only_the_payer_may_begin(placed):
    with pytest.raises(OrderRefused, match="Only the person who ordered"):
        begin(order=placed, by=UserFactory(), at=NOW)


def test_what_is_settled_or_whose_time_is_over_is_not_paid(placed):
    late = order(expires_at=NOW)
    with pytest.raises(OrderRefused, match="time in which this order could be paid is over"):
        begun(late)
    orders.cancel(order=placed, by=placed.person, at=NOW)
    with pytest.raises(OrderRefused, match="This order is cancelled"):
        begun(placed)


def test_an_invoiced_order_can_still_be_paid_by_card(placed):
    orders.invoice(order=placed, by=placed.person, payer="X", purchase_order="", at=NOW)

    assert begun(placed).pence == 12_000


def test_without_a_provider_and_after_too_many_failures_an_invoice_is_the_way(placed, settings):
    settings.PAYMENT_FAILURES_MAX = 1
    reported(placed, 0, name="f1", kind="failure")
    with pytest.raises(OrderRefused, match="Pay by invoice, or write to us"):
        begun(placed)
    settings.PAYMENT_VARIANTS = {}
    with pytest.raises(OrderRefused, match="Pay by invoice"):
        begun(placed)


def test_stripe_is_asked_for_one_page_that_knows_the_amount_and_nobodys_name(placed, desk, settings):
    settings.SITE_URL = "https://portal.example.org"
    payment = begun(placed)

    assert page_of(payment) == "https://checkout.stripe.com/c/cs_1"
    assert page_of(Payment.objects.get()) == "https://checkout.stripe.com/c/cs_1"
    path, said, key = desk.asked[0]
    back = f"https://portal.example.org/orders/{placed.pk}/"
    assert (path, key, len(desk.asked)) == ("/v1/checkout/sessions", payment.token, 1)
    assert said == {
        "mode": "payment",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "gbp",
        "line_items[0][price_data][unit_amount]": "12000",
        "line_items[0][price_data][product_data][name]": f"A useful thing ({placed.number})",
        "success_url": back,
        "cancel_url": back,
        "client_reference_id": payment.token,
        "expires_at": str(int((NOW + timedelta(minutes=60)).timestamp())),
        "payment_intent_data[metadata][token]": payment.token,
        "payment_intent_data[description]": f"A useful thing ({placed.number})",
    }


def test_two_tabs_that_ask_stripe_at_once_get_one_page(placed, desk):
    tabs = [begun(placed), begun(placed)]

    assert {page_of(payment) for payment in tabs} == {"https://checkout.stripe.com/c/cs_1"}
    assert {key for _, _, key in desk.asked} == {tabs[0].token}


def test_when_stripe_refuses_the_next_attempt_is_a_new_one(placed, desk):
    desk.refuses = True
    first = begun(placed)
    with pytest.raises(PaymentError, match="No, said Stripe"):
        first.get_form()
    desk.refuses = False

    assert (Payment.objects.get().status, begun(placed) != first) == ("error", True)


def test_an_attempt_that_ends_while_stripe_is_asked_stays_ended_and_its_page_is_closed(placed, desk):
    asking = begun(placed)
    orders.cancel(order=placed, by=placed.person, at=NOW)

    with pytest.raises(PaymentError, match="The attempt had ended when its page was there"):
        asking.get_form()

    assert Payment.objects.get().status == "cancelled"
    assert [path for path, _, _ in desk.asked] == ["/v1/checkout/sessions", "/v1/checkout/sessions/cs_1/expire"]


def test_cancelling_closes_stripes_page(placed, desk, django_capture_on_commit_callbacks):
    page_of(begun(placed))

    with django_capture_on_commit_callbacks(execute=True):
        orders.cancel(order=placed, by=placed.person, at=NOW)

    assert [path for path, _, _ in desk.asked] == ["/v1/checkout/sessions", "/v1/checkout/sessions/cs_1/expire"]


def test_a_page_that_cannot_be_closed_stops_nothing(placed, desk, django_capture_on_commit_callbacks, caplog):
    page_of(begun(placed))
    desk.refuses = True

    with django_capture_on_commit_callbacks(execute=True):
        orders.cancel(order=placed, by=placed.person, at=NOW)

    assert "could not be closed: No, said Stripe." in caplog.text


def test_a_provider_that_is_no_longer_set_up_stops_nothing(
    placed, desk, django_capture_on_commit_callbacks, caplog, settings
):
    page_of(begun(placed))
    settings.PAYMENT_VARIANTS = {}

    with django_capture_on_commit_callbacks(execute=True):
        orders.cancel(order=placed, by=placed.person, at=NOW)

    assert "could not be closed: Payment variant does not exist" in caplog.text


def test_an_attempt_that_never_reached_stripe_has_no_page_to_close(placed, desk, django_capture_on_commit_callbacks):
    begun(placed)

    with django_capture_on_commit_callbacks(execute=True):
        orders.cancel(order=placed, by=placed.person, at=NOW)

    assert desk.asked == []
