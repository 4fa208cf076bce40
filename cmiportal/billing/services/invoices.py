"""Invoices and credit notes: numbered without gaps, written once, their PDF made when it is first asked for."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from cmiportal.documents.files import store_bytes
from cmiportal.documents.models import StoredFile
from cmiportal.documents.typesetting import printable, typeset
from cmiportal.rules.amounts import pounds
from cmiportal.rules.days import uk_day

from ..models import Invoice, InvoiceSeries, Order
from ..rules.due import due_on
from ..rules.settling import credit_vat
from .amounts import credited

SERIES = {Invoice.Kind.INVOICE: "INV", Invoice.Kind.CREDIT_NOTE: "CRN"}


def issue_invoice(order: Order, *, at: datetime) -> Invoice:
    """The order's invoice, numbered now if it has none; the caller holds the order's lock."""
    issued = order.invoices.filter(kind=Invoice.Kind.INVOICE).first()
    return issued or _numbered(
        Invoice(
            kind=Invoice.Kind.INVOICE,
            order=order,
            issued_at=at,
            payer=order.payer,
            vat_pence=order.vat_pence,
            total_pence=order.total_pence,
        )
    )


def credit(order: Order, *, pence: int, reason: str, at: datetime) -> Invoice:
    """A credit note over so much of the order's invoice; the caller holds the order's lock."""
    total, vat = credited(order)
    return _numbered(
        Invoice(
            kind=Invoice.Kind.CREDIT_NOTE,
            order=order,
            issued_at=at,
            payer=order.payer,
            total_pence=pence,
            vat_pence=credit_vat(
                vat=order.vat_pence, total=order.total_pence, credited=total, credited_vat=vat, credit=pence
            ),
            reason=reason,
        )
    )


def credit_whole(order: Order, *, reason: str, at: datetime) -> None:
    """Take the order's invoice back, if it has one; the caller holds the order's lock."""
    if order.invoices.filter(kind=Invoice.Kind.INVOICE).exists():
        credit(order, pence=order.total_pence - credited(order)[0], reason=reason, at=at)


def _numbered(invoice: Invoice) -> Invoice:
    """Saved under the next number of its series, whose row is locked: who rolls back gives the number back."""
    series, _ = InvoiceSeries.objects.select_for_update().get_or_create(key=SERIES[Invoice.Kind(invoice.kind)])
    series.last += 1
    series.save(update_fields=["last"])
    invoice.series = series
    invoice.number = series.last
    invoice.save(force_insert=True)
    return invoice


@transaction.atomic
def pdf_of(*, invoice: Invoice, at: datetime) -> StoredFile:
    """The PDF of an invoice or credit note, made and stored by the first who asks; raises FileRefused without room."""
    row = Invoice.objects.select_for_update(of=("self",)).select_related("order__person").get(pk=invoice.pk)
    if row.pdf is None:
        said, _ = printable(contents(row))
        row.pdf = store_bytes(
            content=typeset("invoice", said, at=row.issued_at, title=f"{row.get_kind_display()} {row}"),
            name=f"{row.get_kind_display()} {row}.pdf",
            media_type="application/pdf",
            kind="invoice",
            owner=row.order.person,
            at=at,
        )
        row.save(update_fields=["pdf"])
    return row.pdf


def contents(invoice: Invoice) -> dict[str, Any]:
    """What the document says, in plain values; nothing of it changes after the day of issue."""
    order = invoice.order
    return {
        "kind": invoice.get_kind_display(),
        "number": str(invoice),
        "dated": f"{uk_day(invoice.issued_at):%-d %B %Y}",
        "from": settings.INVOICE_FROM,
        "vat_number": settings.VAT_NUMBER,
        "to": [line for line in invoice.payer.splitlines() if line.strip()],
        "order": order.number,
        "purchase_order": order.purchase_order,
        "lines": _lines(invoice),
        "net": pounds(invoice.total_pence - invoice.vat_pence),
        "vat": pounds(invoice.vat_pence),
        "total": pounds(invoice.total_pence),
        "said": _said(invoice),
    }


def how_to_transfer() -> str:
    """The sentence that says where money goes, on an invoice and on the page of its order."""
    return settings.BANK_DETAILS or f"Write to {settings.BILLING_EMAIL} for the details of our bank account."


def _lines(invoice: Invoice) -> list[dict[str, str]]:
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return []
    return [
        {
            "description": line.description,
            "quantity": str(line.quantity),
            "unit": pounds(line.unit_pence),
            "rate": f"{line.vat_basis_points / 100:g}%",
            "net": pounds(line.net_pence),
            "vat": pounds(line.vat_pence),
        }
        for line in invoice.order.lines.all()
    ]


def _said(invoice: Invoice) -> list[str]:
    """The sentences below the sums: what it is for, or how and until when to pay."""
    order = invoice.order
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        original = order.invoices.get(kind=Invoice.Kind.INVOICE)
        because = [f"Reason: {invoice.reason}"] if invoice.reason else []
        return [f"This note credits invoice {original} of {uk_day(original.issued_at):%-d %B %Y}.", *because]
    if order.paid_at and order.paid_at <= invoice.issued_at:
        return [f"Paid in full on {uk_day(order.paid_at):%-d %B %Y}. There is nothing left to pay."]
    due = due_on(invoice.issued_at, order.expires_at, days=settings.INVOICE_DAYS)
    return [
        f"Please pay by {due:%-d %B %Y}, and give the number {invoice} with your payment.",
        how_to_transfer(),
    ]
