"""Paying by card as the payer meets it: to the provider and back, failures, the last step, and who cannot pay."""

import pytest
from django.test import Client
from django.urls import reverse

from cmiportal.billing.models import Order, Payment
from cmiportal.posts.models import KeptForm
from tests.factories.accounts import UserFactory
from tests.factories.billing import order

pytestmark = pytest.mark.django_db


@pytest.fixture
def payer(client):
    person = UserFactory(name="Wren Holtby")
    client.force_login(person)
    return person


@pytest.fixture
def placed(payer):
    return order(person=payer)


def page(placed, name="order_detail"):
    return reverse(f"billing:{name}", args=[placed.pk])


def words(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def state(placed):
    return Order.objects.get(pk=placed.pk).state


def pay_at_the_bank(client, placed, answer):
    """Press "Pay by card", then answer on the page that plays the bank."""
    way = client.post(page(placed, "order_pay"))
    return client.post(way.url, {"answer": answer}, follow=True)


def test_paying_leads_to_the_bank_and_back_to_a_paid_order(client, placed, told):
    answer = pay_at_the_bank(client, placed, "pay")

    assert answer.redirect_chain[-1][0] == page(placed)
    assert "There is nothing left to do" in answer.content.decode()
    assert (state(placed), told) == ("paid", ["paid"])


def test_pressing_pay_twice_and_the_banks_button_twice_is_one_payment(client, placed, told):
    first, second = (client.post(page(placed, "order_pay")).url for _ in range(2))
    for _ in range(2):
        client.post(first, {"answer": "pay"})

    assert first == second
    assert (Payment.objects.count(), placed.payment_events.count(), told) == (1, 1, ["paid"])


def test_who_goes_back_from_the_bank_goes_on_where_they_were(client, placed):
    way = client.post(page(placed, "order_pay")).url
    assert "This page plays the bank" in words(client, way)
    said = words(client, page(placed))

    assert "You began to pay" in said
    assert "Go on paying" in said


def test_a_failed_payment_says_what_happened_and_what_to_do_next(client, placed):
    said = pay_at_the_bank(client, placed, "decline").content.decode()

    assert "Your last card payment did not go through" in said
    assert "Nothing was taken" in said
    assert "Pay by card" in said


def test_after_the_last_failure_cards_end_and_an_invoice_is_open(client, placed, settings):
    settings.PAYMENT_FAILURES_MAX = 2
    settings.BILLING_EMAIL = "bills@example.org"
    for _ in range(2):
        answer = pay_at_the_bank(client, placed, "decline")
    said = " ".join(answer.content.decode().split())

    assert "Two attempts failed, and nothing was taken" in said
    assert "nothing is tried by itself" in said
    assert "bills@" in said
    assert page(placed, "order_pay") not in said
    assert said.index("Pay by invoice</h2>") < said.index("Make the invoice")
    refused = client.post(page(placed, "order_pay"), follow=True)
    assert "Pay by invoice, or write to us" in refused.content.decode()


def test_where_no_cards_are_taken_an_invoice_is_the_way(client, placed, settings):
    settings.PAYMENT_VARIANTS = {}

    assert "Cards cannot be used at present" in words(client, page(placed))


def test_when_the_providers_page_does_not_open_the_payer_is_told_that_nothing_was_taken(client, placed, desk):
    desk.refuses = True

    answer = client.post(page(placed, "order_pay"), follow=True)

    assert "Nothing was taken. Try again in a few minutes" in answer.content.decode()
    assert state(placed) == "open"


def test_the_page_of_an_order_alone_lets_its_form_lead_to_the_provider(client, placed, desk):
    def leads_to(address):
        policy = client.get(address).headers["Content-Security-Policy"]
        return next(part.strip() for part in policy.split(";") if "form-action" in part)

    assert leads_to(page(placed)) == "form-action 'self' https://checkout.stripe.com"
    assert leads_to(reverse("billing:order_list")) == "form-action 'self'"
    assert client.post(page(placed, "order_pay")).url == "https://checkout.stripe.com/c/cs_1"


def test_coming_back_from_the_provider_pays_nothing(client, placed, desk):
    client.post(page(placed, "order_pay"))

    client.get(page(placed), {"verification_result": "confirmed", "session_id": "cs_1"})

    assert state(placed) == "open"


@pytest.mark.parametrize("demo", [True, False])
def test_no_get_pays_not_even_in_the_demo(demo, client, placed, settings):
    way = client.post(page(placed, "order_pay")).url
    settings.DEMO = demo

    for visitor in (Client(), client):
        visitor.get(way, {"verification_result": "confirmed"})

    assert (state(placed), Payment.objects.get().status) == ("open", "waiting")


def test_outside_the_demo_nobody_plays_the_bank(client, placed, settings):
    way = client.post(page(placed, "order_pay")).url
    settings.DEMO = False

    assert client.post(way, {"answer": "pay"}).url == page(placed)
    assert state(placed) == "open"


def test_a_payment_at_stripe_has_no_page_that_plays_the_bank(client, placed, desk):
    client.post(page(placed, "order_pay"))
    way = Payment.objects.get().get_process_url()

    assert client.post(way, {"answer": "pay"}).url == page(placed)
    assert state(placed) == "open"


def test_a_stranger_cannot_play_the_bank(client, placed):
    way = client.post(page(placed, "order_pay")).url
    client.force_login(UserFactory())

    assert client.post(way, {"answer": "pay"}).status_code == 404
    assert Client().post(way, {"answer": "pay"}).status_code == 302
    assert state(placed) == "open"


def test_who_was_signed_out_presses_the_button_again_on_the_page_that_may_lead_to_the_provider(client, placed):
    client.logout()
    way = page(placed, "order_pay")
    assert client.post(way).url == f"{reverse('account_login')}?next={way}"

    client.force_login(placed.person)

    assert client.get(way).url == page(placed)
    assert not KeptForm.objects.exists()
    assert not Payment.objects.exists()
