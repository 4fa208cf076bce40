"""The payer's pages: what is owed, how to pay it, what to do when paying failed; and nobody else's."""

import pytest
from django.urls import reverse

from cmiportal.billing.models import Invoice, Order
from cmiportal.billing.services import orders
from cmiportal.billing.tries import TOO_MANY
from cmiportal.documents import storing
from cmiportal.rules.days import uk_day
from cmiportal.ui.components.words import day
from tests.factories.accounts import UserFactory
from tests.factories.billing import NOW, bookkeeper, discount, order, reported
from tests.pages import text_of
from tests.queries import queries_of

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


def act(client, placed, action, **typed):
    return client.post(page(placed), {"action": action, **typed})


def state(placed):
    return Order.objects.get(pk=placed.pk).state


def test_the_list_shows_what_is_to_be_paid_first_and_nobody_elses(client, payer):
    paid = order(person=payer)
    reported(paid, 12_000, name="p1")
    waiting, strangers = order(person=payer), order()

    said = words(client, reverse("billing:order_list"))

    assert said.index(waiting.number) < said.index(paid.number)
    assert strangers.number not in said
    assert "To be paid" in said


def test_without_orders_the_list_says_so_and_the_bar_has_no_link(client, payer):
    assert "You have ordered nothing yet" in words(client, reverse("billing:order_list"))
    assert 'href="/orders/"' not in words(client, "/")
    order(person=payer)
    assert 'href="/orders/"' in words(client, "/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_row_and_three(rows, client, payer):
    for _ in range(rows):
        order(person=payer)

    assert queries_of(client, reverse("billing:order_list")) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_an_order_takes_the_same_queries_whatever_was_reported(rows, client, placed):
    for number in range(rows):
        reported(placed, 100, name=f"p{number}")

    assert queries_of(client, page(placed)) == 9


def test_an_order_says_what_it_is_for_and_what_it_costs(client, placed):
    said = words(client, page(placed))

    for part in (
        placed.number,
        "A useful thing",
        "£100",
        "£20",
        "£120",
        f"/things/{placed.subject_id}/",
        "Pay by card",
    ):
        assert part in said


@pytest.mark.parametrize("name", ["order_detail", "order_receipt"])
def test_anothers_order_is_not_there(name, client, payer):
    strangers = order()
    reported(strangers, 12_000, name="p1")

    assert client.get(page(strangers, name)).status_code == 404
    assert client.post(page(strangers, "order_pay")).status_code == 404


def test_paying_by_invoice_writes_it_and_its_pdf_is_the_payers_alone(client, placed):
    address = {"payer": " Calderbridge Ltd \n\n1 High Street ", "purchase_order": "PO-7"}
    answer = act(client, placed, "invoice", **address)
    invoice = Invoice.objects.get()

    assert answer.url == page(placed)
    assert (invoice.payer, str(invoice)) == ("Calderbridge Ltd\n1 High Street", "INV000001")
    said = words(client, page(placed))
    assert "You are paying by invoice" in said
    assert "Invoice INV000001 (PDF)" in said
    stored = client.get(page(invoice, "invoice_open")).url
    assert b"".join(client.get(stored).streaming_content)[:4] == b"%PDF"

    for person, statuses in [(UserFactory(), (404, 404)), (bookkeeper(), (302, 200))]:
        client.force_login(person)
        answers = client.get(page(invoice, "invoice_open")), client.get(stored)
        assert tuple(answer.status_code for answer in answers) == statuses
        text_of(answers[1])


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ("Sort code 00-00-00, account 12345678.", "with it. Sort code 00-00-00, account 12345678. The order counts"),
        ("", "with it. Write to bills@example.org for the details of our bank account. The order counts"),
    ],
)
def test_an_invoiced_order_says_the_same_of_the_bank_as_its_invoice(details, said, client, placed, settings):
    settings.BANK_DETAILS, settings.BILLING_EMAIL = details, "bills@example.org"
    act(client, placed, "invoice", payer="Calderbridge Ltd", purchase_order="")

    page_said = words(client, page(placed))

    invoice = Invoice.objects.get()
    due = day(uk_day(invoice.issued_at, 30))
    assert f"Transfer £120 by {due}, and give the number {invoice} {said}" in page_said


def test_an_order_that_stays_open_for_long_says_that_nobody_has_to_wait(client, placed):
    Order.objects.filter(pk=placed.pk).update(expires_at="2027-11-08T23:59:59Z")

    said = words(client, page(placed))

    assert "The order stays open until Monday 8 November 2027" in said
    assert "After that it ends, and you owe nothing. What it is for waits until you have paid." in said


def test_an_order_that_is_out_of_time_says_so_before_the_clock_ends_it(client, placed):
    Order.objects.filter(pk=placed.pk).update(expires_at="2020-11-08T23:59:59Z")

    said = words(client, page(placed))

    assert "The order was open until Sunday 8 November 2020" in said
    assert "stays open" not in said


def test_an_order_without_vat_says_so(client, placed):
    Order.objects.filter(pk=placed.pk).update(vat_pence=0)

    said = words(client, page(placed))

    assert "Total, no VAT added" in said
    assert "of which £0" not in said


def test_asking_twice_for_an_invoice_writes_one(client, placed):
    for payer in ("Calderbridge Ltd", "Calderbridge Ltd"):
        assert act(client, placed, "invoice", payer=payer).url == page(placed)

    assert Invoice.objects.count() == 1


@pytest.mark.parametrize(
    ("payer_lines", "said"),
    [
        ("", "Enter name and address on the invoice"),
        ("\n".join("123456789"), "in eight lines or fewer"),
        ("Calder\u202ebridge", "Take out the hidden characters that change the direction of the text."),
    ],
)
def test_an_invoice_needs_a_name_of_a_few_lines(payer_lines, said, client, placed):
    answer = act(client, placed, "invoice", payer=payer_lines)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert state(placed) == "open"


def test_codes_are_not_guessed_without_end(client, placed, settings):
    discount()
    settings.DISCOUNT_TRIES_A_MINUTE = 0

    assert TOO_MANY in act(client, placed, "discount", code="SPRING").content.decode()
    assert placed.discount is None


def test_a_code_is_taken_off_and_a_wrong_one_explained(client, placed):
    discount()

    assert "is not one of ours" in act(client, placed, "discount", code="WINTER").content.decode()
    assert act(client, placed, "discount", code="spring").url == page(placed)
    said = words(client, page(placed))
    assert "Discount SPRING, 10 per cent off A useful thing" in said
    assert "−£10" in said
    assert "I have a discount code" not in said


def test_cancelling_ends_it_and_a_second_press_changes_nothing(client, placed, told):
    assert act(client, placed, "cancel").url == page(placed)
    assert "There is nothing to pay" in words(client, page(placed))

    assert act(client, placed, "cancel").url == page(placed)
    assert told == ["cancelled"]


def test_an_action_that_is_none_changes_nothing(client, placed):
    assert "This cannot be done now" in act(client, placed, "pay").content.decode()
    assert state(placed) == "open"


def test_a_receipt_says_what_was_paid_how_and_what_went_back(client, placed):
    assert client.get(page(placed, "order_receipt")).status_code == 404
    reported(placed, 12_000, name="t1", provider="bank")
    reported(placed, -2_000, name="r1", provider="bank", kind="refund", reason="Moved.")

    said = words(client, page(placed, "order_receipt"))

    for part in ("received £120 for A useful thing", "Bank transfer", "Returned: Bank transfer", "−£20", "Moved."):
        assert part in said
    assert "Credit note CRN000001 (PDF)" in said


def test_what_was_refunded_whole_and_what_is_paid_in_part_say_so(client, placed):
    reported(placed, 2_000, name="t1", provider="bank")
    assert "Left to pay" in words(client, page(placed))
    reported(placed, 10_000, name="t2", provider="bank")
    reported(placed, -12_000, name="r1", provider="bank", kind="refund")

    assert "Your money has gone back" in words(client, page(placed))


def test_an_invoice_that_cannot_be_stored_says_so(client, placed, monkeypatch):
    orders.invoice(order=placed, by=placed.person, payer="X", purchase_order="", at=NOW)

    monkeypatch.setattr(storing.default_storage, "save", lambda *args: (_ for _ in ()).throw(OSError("disk full")))
    answer = client.get(page(Invoice.objects.get(), "invoice_open"), follow=True)

    assert "We could not keep the file just now" in answer.content.decode()


def test_visitors_sign_in_first(client):
    placed = order()
    for address in (reverse("billing:order_list"), page(placed), page(placed, "order_receipt")):
        assert client.get(address).url.startswith(reverse("account_login"))
