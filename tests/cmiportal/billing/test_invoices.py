"""Invoices and credit notes: numbers without gaps, and the PDF as it is read."""

from io import BytesIO

import pypdf
import pytest

from cmiportal.billing.models import Invoice, InvoiceSeries
from cmiportal.billing.services import orders
from cmiportal.billing.services.invoices import contents, pdf_of
from cmiportal.documents import storing
from cmiportal.documents.models import StoredFile
from tests.factories.billing import NOW, discount, order, reported

pytestmark = pytest.mark.django_db


def invoiced(placed, payer="Calderbridge Ltd\n1 High Street\nLeeds LS1 1AA", purchase_order="PO-7"):
    return orders.invoice(order=placed, by=placed.person, payer=payer, purchase_order=purchase_order, at=NOW)


def read(invoice):
    file = pdf_of(invoice=invoice, at=NOW)
    with storing.fetch(file.storage_key) as content:
        pdf = pypdf.PdfReader(BytesIO(content.read()))
    return file, pdf, " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_numbers_count_up_within_each_series():
    placed = [order() for _ in range(3)]
    for each in placed[:2]:
        invoiced(each)
    reported(placed[2], 12_000, name="p1")
    reported(placed[2], -12_000, name="r1", kind="refund")

    assert [str(invoice) for invoice in Invoice.objects.all()] == ["CRN000001", "INV000001", "INV000002", "INV000003"]
    assert {str(series) for series in InvoiceSeries.objects.all()} == {"INV 3", "CRN 1"}


def test_an_order_has_one_invoice_whether_it_was_paid_before_or_after():
    placed = order()
    invoiced(placed)
    reported(placed, 12_000, name="p1")

    assert [str(invoice) for invoice in placed.invoices.all()] == ["INV000001"]


def test_the_pdf_of_an_invoice_says_who_owes_what_until_when(settings):
    settings.VAT_NUMBER = "GB 123 4567 89"
    settings.BANK_DETAILS = "Transfer to sort code 00-00-00, account 12345678."
    discount()
    placed = order(discount="SPRING")

    file, pdf, text = read(invoiced(placed).invoices.get())

    for said in (
        "Calderbridge Ltd",
        "Leeds LS1 1AA",
        "Chartered Management Institute",
        "Invoice Number INV000001",
        "2 November 2026",
        placed.number,
        "Your purchase order PO-7",
        "GB 123 4567 89",
        "A useful thing 1 £100 20% £100 £20",
        "Discount SPRING, 10 per cent off A useful thing",
        "−£10",
        "Total £108",
        "Please pay by 2 December 2026, and give the number INV000001 with your payment.",
        "Transfer to sort code 00-00-00, account 12345678.",
    ):
        assert said in text
    assert (pdf.trailer["/Root"]["/Lang"], pdf.metadata.title) == ("en-GB", "Invoice INV000001")
    assert (file.name, file.kind, file.owner) == ("Invoice INV000001.pdf", "invoice", placed.person)


def test_an_invoice_of_what_is_paid_asks_for_nothing_and_one_without_bank_details_says_whom_to_ask(settings):
    settings.BILLING_EMAIL = "bills@example.org"
    paid, owed = order(), order()
    reported(paid, 12_000, name="p1")

    assert contents(Invoice.objects.get())["said"] == ["Paid in full on 2 November 2026. There is nothing left to pay."]
    assert contents(invoiced(owed).invoices.get())["said"][1] == (
        "Write to bills@example.org for the details of our bank account."
    )


def test_a_credit_note_names_the_invoice_and_the_reason():
    placed = order()
    reported(placed, 12_000, name="p1")
    reported(placed, -6_000, name="r1", kind="refund", reason="Moved.")
    reported(placed, -6_000, name="r2", kind="refund")

    first, second = placed.invoices.filter(kind="credit_note").order_by("number")
    _, _, text = read(first)

    assert "Credit note Number CRN000001" in text
    assert "Before VAT £50 VAT £10 Total £60" in text
    assert "This note credits invoice INV000001 of 2 November 2026. Reason: Moved." in text
    assert contents(second)["said"] == ["This note credits invoice INV000001 of 2 November 2026."]
    assert contents(second)["lines"] == []


def test_the_pdf_is_stored_once():
    invoice = invoiced(order()).invoices.get()

    assert pdf_of(invoice=invoice, at=NOW) == pdf_of(invoice=invoice, at=NOW)
    assert StoredFile.objects.filter(kind="invoice").count() == 1


def test_a_name_with_letters_that_no_font_has_is_printed_without_them():
    _, _, text = read(invoiced(order(), payer="Wren 🎓 Holtby", purchase_order="").invoices.get())

    assert "Wren Holtby" in text
    assert "purchase order" not in text
