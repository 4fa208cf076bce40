"""Two at the same instant: workers with one event, tabs that pay, orders that want the next number. Real threads."""

from uuid import uuid4

import pytest
from django.db import transaction

from cmiportal.billing.models import Discount, Invoice, InvoiceSeries, Order, Payment, PaymentEvent
from cmiportal.billing.services import orders
from cmiportal.billing.services.attempts import begin
from cmiportal.billing.services.invoices import issue_invoice, pdf_of
from cmiportal.billing.services.orders import Wanted, open_order
from cmiportal.billing.services.refunds import refund
from cmiportal.billing.services.refusals import DiscountRefused, OrderRefused
from cmiportal.documents.models import StoredFile
from cmiportal.workflow import chain_is_whole
from tests.factories.accounts import UserFactory
from tests.factories.billing import KIND, NOW, bookkeeper, discount, order, price, reported
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db(transaction=True)


def reporting(placed, name, pence=12_000, **more):
    return lambda: reported(placed, pence, name=name, **more)


def test_two_workers_with_one_event_pay_the_order_once(told):
    placed = order()

    first, second = at_once(placed, reporting(placed, "p1"), reporting(placed, "p1"))

    assert first == second
    assert (told, PaymentEvent.objects.count(), Invoice.objects.count()) == (["paid"], 1, 1)
    assert chain_is_whole(Order.objects.get())


def test_two_halves_at_once_pay_the_order_once(told):
    """Without the lock neither sees the other's half, and the order stays open."""
    placed = order()

    at_once(placed, reporting(placed, "p1", 6_000), reporting(placed, "p2", 6_000))

    assert (Order.objects.get().state, told) == ("paid", ["paid"])


def test_a_payment_and_its_refund_at_once_leave_one_truth(told):
    placed = order()

    at_once(placed, reporting(placed, "p1"), reporting(placed, "r1", -12_000, kind="refund"))

    assert told in (["paid", "refunded"], [])
    assert Order.objects.get().state == ("refunded" if told else "open")


def test_a_payment_and_the_end_of_what_it_is_for_at_once_leave_one_truth(told):
    placed = order()

    def ending():
        orders.end_unpaid(kind=placed.kind, subject_id=placed.subject_id, reason="It is gone.", at=NOW)

    at_once(placed, reporting(placed, "p1"), ending)

    assert told in (["paid"], ["cancelled"])
    assert Order.objects.get().state == told[0]


def test_two_tabs_that_order_get_one_order():
    person, subject = UserFactory(), uuid4()
    price()

    def ordering():
        return open_order(kind=KIND, subject_id=subject, person=person, lines=[Wanted("thing", "A thing")], at=NOW)

    first, second = at_once(person, ordering, ordering)

    assert first == second
    assert Order.objects.count() == 1


def test_two_tabs_that_pay_have_one_attempt():
    placed = order()

    first, second = at_once(placed, *[lambda: begin(order=placed, by=placed.person, at=NOW)] * 2)

    assert first == second
    assert Payment.objects.count() == 1


def test_the_last_use_of_a_code_goes_to_one_order():
    code = discount("ONCE", uses=1)
    placed = [order(), order()]

    def discounting(each):
        return lambda: orders.apply_discount(order=each, code="once", by=each.person, at=NOW)

    results = at_once(code, *map(discounting, placed))

    assert refused(results) == [DiscountRefused]
    assert Discount.objects.get().orders.count() == 1


def test_two_tabs_with_two_codes_take_one_off():
    codes = [discount(code) for code in ("ONE", "TWO")]
    placed = order()

    def discounting(code):
        return lambda: orders.apply_discount(order=placed, code=code.code, by=placed.person, at=NOW)

    results = at_once(placed, *map(discounting, codes))

    assert refused(results) == [DiscountRefused]
    assert Order.objects.get().total_pence == 10_800


def test_paying_and_cancelling_at_once_ends_in_one_of_them(told):
    placed = order()

    at_once(placed, reporting(placed, "p1"), lambda: orders.cancel(order=placed, by=placed.person, at=NOW))

    assert told in (["paid"], ["cancelled"])
    assert Order.objects.get().state == told[0]


def test_two_refunds_of_the_whole_at_once_give_it_back_once(told):
    placed, keeper = order(), bookkeeper()
    reported(placed, 12_000, name="p1")

    def refunding():
        return refund(order=placed, by=keeper, pence=12_000, reason="Moved.", at=NOW)

    results = at_once(placed, refunding, refunding)

    assert refused(results) == [OrderRefused]
    assert told == ["paid", "refunded"]
    assert Invoice.objects.filter(kind="credit_note").count() == 1


def test_numbers_have_no_gap_when_one_of_those_that_wait_is_rolled_back():
    """The one who rolls back holds the next number; who waits behind gets the same one, and no number is lost."""
    series = InvoiceSeries.objects.create(key="INV", last=41)
    placed = [order() for _ in range(3)]

    class GivenUp(OrderRefused):
        """The transaction is lost after its number was taken."""

    def invoicing(each, *, lost=False):
        @transaction.atomic
        def act():
            written = issue_invoice(each, at=NOW)
            if lost:
                raise GivenUp(str(written))
            return str(written)

        return act

    results = at_once(series, invoicing(placed[0], lost=True), invoicing(placed[1]), invoicing(placed[2]))

    assert refused(results) == [GivenUp]
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [42, 43]
    assert InvoiceSeries.objects.get().last == 43


def test_two_who_ask_for_one_invoice_get_one_file():
    placed = order()
    orders.invoice(order=placed, by=placed.person, payer="X", purchase_order="", at=NOW)
    invoice = Invoice.objects.get()

    files = at_once(invoice, *[lambda: pdf_of(invoice=invoice, at=NOW)] * 2)

    assert files[0] == files[1]
    assert StoredFile.objects.count() == 1
