"""Paying at a browser: declined, then paid; in two tabs; by invoice; every state of an order by a reader's rules."""

import pytest
from django.urls import reverse

from cmiportal.billing.models import Order
from cmiportal.billing.services import orders
from tests.browser.people import Person, saved
from tests.browser.test_axe_pages import faults
from tests.factories.accounts import UserFactory
from tests.factories.billing import NOW, discount, order, reported, things_can_be_ordered

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def told(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return things_can_be_ordered(monkeypatch)


@pytest.fixture
def browser_context_args(request, browser_context_args, size):
    """On the phone everything is done without JavaScript; axe is a script that the policy would refuse."""
    is_axe = request.node.name.startswith("test_every_state")
    return {**browser_context_args, "java_script_enabled": is_axe or size == "desk", "bypass_csp": is_axe}


@pytest.fixture
def payer():
    return UserFactory(name="Zoë Hartley-Fenwick", email="zoe@example.org")


@pytest.fixture
def person(page, live_server, payer):
    found = Person(page, live_server.url)
    found.signs_in(payer)
    yield found
    assert found.troubles == []


def address(placed):
    return reverse("billing:order_detail", args=[placed.pk])


def test_a_payment_is_declined_and_then_goes_through(person, payer, told):
    discount()
    placed = order(person=payer)
    person.opens(reverse("billing:order_list"))
    person.follows("A useful thing")

    person.main.get_by_text("I have a discount code").click()
    person.types("Discount code", "spring")
    person.presses("Use the code")
    person.is_told("Your discount is in the price.")
    person.presses("Pay by card")
    person.reads("This page plays the bank")
    person.presses("Decline the payment")
    person.sees("Your last card payment did not go through", "Nothing was taken")
    person.presses("Pay by card")
    person.presses("Pay")

    person.sees("There is nothing left to do")
    person.follows("Receipt")
    person.sees("received £108 for A useful thing")
    assert (Order.objects.get(pk=placed.pk).state, told) == ("paid", ["paid"])


def test_paying_from_two_tabs_makes_one_payment(person, payer, live_server, told):
    placed = order(person=payer)
    other = Person(person.page.context.new_page(), live_server.url)
    for tab in (person, other):
        tab.opens(address(placed))
    for tab in (person, other):
        tab.presses("Pay by card")
    for tab in (person, other):
        tab.presses("Pay")
        tab.sees("There is nothing left to do")

    assert (placed.payment_events.count(), told, other.troubles) == (1, ["paid"], [])


def test_an_invoice_is_made_out_to_whoever_pays(person, payer, tmp_path):
    placed = order(person=payer)
    person.opens(address(placed))
    person.main.get_by_text("Pay by invoice").click()
    person.types("Name and address on the invoice", "Calderbridge Ltd\n1 High Street\nLeeds")
    person.types("Purchase order number", "PO-7")
    person.presses("Make the invoice")

    person.sees("You are paying by invoice")
    file = saved(person.saves("Invoice INV000001 (PDF)"), tmp_path)
    assert (file.name, file.read_bytes()[:4]) == ("Invoice INV000001.pdf", b"%PDF")


@pytest.fixture
def every_state(payer, settings):
    """An order in each state that its page can be in, and the pages besides."""
    settings.PAYMENT_FAILURES_MAX = 2
    discount(percent=33)
    placed = [order(person=payer, discount="SPRING" if number == 0 else "") for number in range(7)]
    _fresh, once, often, billed, cancelled, paid, refunded = placed
    reported(once, 0, name="f1", kind="failure")
    for name in ("f2", "f3"):
        reported(often, 0, name=name, kind="failure")
    orders.invoice(order=billed, by=payer, payer="Calderbridge Ltd", purchase_order="PO-7", at=NOW)
    orders.cancel(order=cancelled, by=payer, at=NOW)
    reported(paid, 12_000, name="p1")
    reported(refunded, 12_000, name="p2")
    reported(refunded, -12_000, name="r1", kind="refund", reason="The course was moved to another day.")
    receipt = reverse("billing:order_receipt", args=[refunded.pk])
    return [reverse("billing:order_list"), receipt, *map(address, placed)]


@pytest.mark.parametrize("size", ["desk"])  # faults() looks at both
def test_every_state_of_an_order_is_open_to_all(signed_in, live_server, payer, every_state, size):
    page = signed_in(payer)
    found = {}
    for path in every_state:
        page.goto(live_server.url + path)
        found[path] = faults(page)
    page.goto(live_server.url + every_state[2])
    page.get_by_role("button", name="Pay by card").click()
    found["the bank"] = faults(page)

    assert {path: fault for path, fault in found.items() if fault} == {}
