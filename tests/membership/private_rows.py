"""Every row of members, applicants, organisations and payers that an address can name, for the crawl that finds them
closed."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from cmiportal.billing.models import Invoice, Order, Payment
from cmiportal.documents.models import StoredFile
from membership.models import (
    Appeal,
    CharteredApplication,
    CharteredCriterion,
    CharteredStatus,
    CpdEntry,
    CpdOffer,
    CpdReview,
    CpdSample,
    Experience,
    GradeRequest,
    Membership,
    Nomination,
    Organisation,
    QualificationHeld,
    Seat,
    Slot,
    StatementEvidence,
)
from tests.private import Row

Rows = Callable[[], Iterator[Row]]


def own(model: type[Model], *, stateless: str = "") -> Rows:
    """The rows of a table that are one person's, each in its state."""

    def rows() -> Iterator[Row]:
        for row in model._default_manager.all():
            yield Row(row.person_id, stateless or row.state, {"pk": row.pk})

    return rows


def invoices() -> Iterator[Row]:
    for invoice in Invoice.objects.select_related("order"):
        yield Row(invoice.order.person_id, invoice.kind, {"pk": invoice.pk})


def payments() -> Iterator[Row]:
    for payment in Payment.objects.select_related("order"):
        yield Row(payment.order.person_id, payment.status, {"token": payment.token})


def backing() -> Iterator[Row]:
    """Evidence behind statements."""
    for row in StatementEvidence.objects.select_related("statement__application"):
        application = row.statement.application
        yield Row(application.person_id, application.state, {"key": row.statement.criterion_id, "pk": row.pk})


def judged() -> Iterator[Row]:
    """Applications with a criterion to judge."""
    criterion = CharteredCriterion.objects.first()
    assert criterion is not None
    for row in own(CharteredApplication)():
        yield Row(row.owner, row.state, {**row.keys, "key": criterion.pk})


def appeals() -> Iterator[Row]:
    for appeal in Appeal.objects.select_related("application"):
        yield Row(appeal.application.person_id, appeal.state, {"pk": appeal.pk})


def organisations() -> Iterator[Row]:
    """Organisations; whoever acts for one owns it."""
    for organisation in Organisation.objects.all():
        yield Row(_acting(organisation), "organisation", {"pk": organisation.pk})


def seats() -> Iterator[Row]:
    for seat in Seat.objects.select_related("organisation"):
        state = "released" if seat.released_at else "taken" if seat.accepted_at else "invited"
        yield Row(_acting(seat.organisation), state, {"pk": seat.pk})


def samples() -> Iterator[Row]:
    """Years of the CPD sample; nobody's own."""
    for sample in CpdSample.objects.all():
        yield Row(0, "closed" if sample.closed_at else "open", {"year": sample.pk})


def reviews() -> Iterator[Row]:
    for review in CpdReview.objects.all():
        yield Row(review.person_id, review.state, {"year": review.sample_id, "pk": review.pk})


def nominations() -> Iterator[Row]:
    """Nominations of Companions, each the proposer's."""
    for row in Nomination.objects.all():
        yield Row(row.proposer_id, row.state, {"pk": row.pk})


def slots() -> Iterator[Row]:
    for slot in Slot.objects.all():
        yield Row(slot.assessor_id, "withdrawn" if slot.withdrawn_at else "offered", {"pk": slot.pk})


def files() -> Iterator[Row]:
    """Invoices, certificates of statuses, and evidence behind statements and CPD."""
    for invoice in Invoice.objects.exclude(pdf=None).select_related("order"):
        yield Row(invoice.order.person_id, invoice.kind, {"pk": invoice.pdf_id})
    for status in CharteredStatus.objects.exclude(pdf=None):
        yield Row(status.person_id, "certificate", {"pk": status.pdf_id})
    for file in StoredFile.objects.filter(versions__item__statement_uses__isnull=False).distinct():
        yield Row(file.owner_id, "behind a statement", {"pk": file.pk})


# Which rows an address is about, by its name.
ROWS: dict[str, Rows] = {
    **{
        f"membership:{name}": rows
        for rows, names in (
            (own(Experience), ("experience_edit", "experience_remove")),
            (own(QualificationHeld), ("held_edit", "held_remove")),
            (own(GradeRequest), ("request_review",)),
            (own(Membership), ("member_detail",)),
            (backing, ("statement_evidence_remove",)),
            (
                own(CharteredApplication),
                (
                    "application_check",
                    "desk_allocate",
                    "desk_application",
                    "desk_declare",
                    "desk_discussion",
                    "desk_give_back",
                    "desk_moderate",
                    "desk_summary",
                    "discussion_calendar",
                ),
            ),
            (judged, ("desk_judge",)),
            (appeals, ("desk_appeal",)),
            (organisations, ("organisation_detail", "seats_buy", "seats_renew")),
            (seats, ("seat_invite_again", "seat_release")),
            (samples, ("cpd_sample_detail",)),
            (reviews, ("cpd_sample_review",)),
            (own(CpdOffer, stateless="offered"), ("cpd_offer_dismiss", "cpd_offer_take_up")),
            (own(CpdEntry, stateless="recorded"), ("cpd_entry_edit", "cpd_entry_remove")),
            (nominations, ("nomination_detail", "panel_detail")),
            (slots, ("slot_withdraw",)),
        )
        for name in names
    },
    "billing:invoice_open": invoices,
    "billing:order_detail": own(Order),
    "billing:order_pay": own(Order),
    "billing:order_receipt": own(Order),
    "billing:payment_process": payments,
    "documents:document_open": files,
}


def _acting(organisation: Any) -> int:
    staff = organisation.staff.first()
    return staff.user_id if staff else 0
