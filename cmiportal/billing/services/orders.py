"""Orders: opened once for what they are for, discounted, invoiced, cancelled, ended when their time is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.registry import OrderKind, find
from cmiportal.rules.days import uk_day
from cmiportal.workflow import born, move

from ..models import Discount, Order, OrderLine
from ..permissions import is_the_payer
from ..rules.due import due_on
from ..rules.lines import Line, Totals, discount_lines, totals
from ..workflow import ORDER_UNPAID, OrderState
from .amounts import received
from .attempts import card_variant, end_attempts
from .invoices import issue_invoice
from .locking import locked, locked_discount
from .messages import tell_payer
from .numbers import new_order_number
from .prices import price_on
from .refusals import DiscountRefused, OrderRefused
from .settling import mark_cancelled, mark_paid

TOO_SOON_FOR_AN_INVOICE = "There is too little time left for an invoice to be paid, so this order is paid by card."


@dataclass(frozen=True)
class UnitPrice:
    """What one costs before VAT, and the VAT in hundredths of a per cent."""

    pence: int
    vat_basis_points: int


@dataclass(frozen=True)
class Wanted:
    """Something to be ordered at the price of the day; ``audience`` picks the price where several hold.

    ``unit`` is the price of what stands in no list of prices, such as a place at an event.
    """

    product: str
    description: str
    quantity: int = 1
    audience: str = ""
    unit: UnitPrice | None = None


@transaction.atomic
def open_order(
    *,
    kind: str,
    subject_id: UUID,
    person: User,
    lines: Sequence[Wanted],
    at: datetime,
    expires_at: datetime | None = None,
    discount: str = "",
    title: str = "",
) -> Order:
    """The unpaid order for this subject, as it stands, or a new one at the prices of the day.

    ``title`` is what lists call it, the description of its first line if none is given.

    The person's row is the lock: two tabs get one order. An order of nought pence is paid at once. Raises UnknownKey
    for a kind that nobody registered, NoPrice, and DiscountRefused for a code that takes nothing off.
    """
    find(OrderKind, kind)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if waiting := Order.objects.unpaid().filter(kind=kind, subject_id=subject_id).first():
        return waiting
    priced, taken = _priced_together(lines, discount, at)
    sums = totals(priced)
    order = born(
        Order(
            number=new_order_number(),
            person=person,
            kind=kind,
            subject_id=subject_id,
            title=title or lines[0].description,
            payer=person.name,
            discount=taken,
            vat_pence=sums.vat_pence,
            total_pence=sums.total_pence,
            created_at=at,
            expires_at=expires_at,
        ),
        at=at,
    )
    _write(order, priced, first=1)
    if not order.total_pence:
        mark_paid(order, at=at)
    return order


@transaction.atomic
def apply_discount(*, order: Order, code: str, by: User, at: datetime) -> Order:
    """Take a code's discount off an order that nobody has begun to settle; one code an order.

    A provider's page with the former amount is closed. What then costs nothing is paid. Raises OrderRefused and
    DiscountRefused.
    """
    row = locked(order)
    if row.state != OrderState.OPEN or received(row) or not is_the_payer(by, row):
        raise OrderRefused("The price of this order can no longer change.")
    if row.discount:
        raise DiscountRefused(f"The code {row.discount} is taken off already. An order takes one code.")
    taken = _usable(code, at)
    had = [
        Line(line.product, line.description, line.quantity, line.unit_pence, line.vat_basis_points)
        for line in row.lines.all()
    ]
    less = _taken_off(taken, had)
    _write(row, less, first=len(had) + 1)
    _set_sums(row, totals(had + less), taken)
    end_attempts(row)
    if not row.total_pence:
        mark_paid(row, at=at)
    return row


@transaction.atomic
def invoice(*, order: Order, by: User, payer: str, purchase_order: str, at: datetime) -> Order:
    """Pay by invoice: made out to ``payer`` (name and address in lines), numbered now, due in INVOICE_DAYS.

    An order that would end earlier waits as long, but never beyond the last moment of what it is for. Raises
    OrderRefused where that leaves too little time, and MoveNotAllowed.
    """
    row = locked(order)
    if refused := invoice_refusal(row, at=at):
        raise OrderRefused(refused)
    expires_at = _invoice_ends(row, at=at)
    move(row, "invoice", at=at, actor=by, payer=payer, purchase_order=purchase_order, expires_at=expires_at)
    issued = issue_invoice(row, at=at)
    tell_payer(
        row, "invoice_issued", at=at, invoice=str(issued), due_on=due_on(at, expires_at, days=settings.INVOICE_DAYS)
    )
    return row


def invoice_refusal(order: Order, *, at: datetime) -> str:
    """Why there is no time for an invoice, as a sentence; empty where there is, or where no cards are taken at all."""
    until = find(OrderKind, order.kind).until(order)
    if until is None or not card_variant():
        return ""
    left = (due_on(at, until, days=settings.INVOICE_DAYS) - uk_day(at)).days
    return TOO_SOON_FOR_AN_INVOICE if left < settings.INVOICE_LEAST_DAYS else ""


@transaction.atomic
def cancel(*, order: Order, by: User, at: datetime) -> Order:
    """The payer's own decision, while nothing is paid or invoiced. Raises OrderRefused and MoveNotAllowed."""
    return _cancelled(locked(order), "cancel", by=by, reason="The order was cancelled.", at=at)


@transaction.atomic
def withdraw(*, order: Order, by: User, reason: str, at: datetime) -> Order:
    """A keeper of the books takes an unpaid invoice back. Raises OrderRefused and MoveNotAllowed."""
    if not reason.strip():
        raise OrderRefused("Say why; the reason stands on the credit note.")
    return _cancelled(locked(order), "withdraw", by=by, reason=reason.strip(), at=at)


@transaction.atomic
def end_unpaid(*, kind: str, subject_id: UUID, reason: str, at: datetime) -> None:
    """What the unpaid order of this subject was for is gone, so the order ends; an invoice is credited with the reason.

    One that was paid in part stays: a person decides about the money.
    """
    found = Order.objects.unpaid().filter(kind=kind, subject_id=subject_id).first()
    if found is None:
        return
    row = locked(found)
    if row.state in ORDER_UNPAID and not received(row):
        mark_cancelled(row, "expire", at=at, reason=reason)


def expire_due(*, at: datetime) -> int:
    """Cancel the orders that were not paid in time, each by itself; returns how many.

    One that was paid in part stays: a person decides about the money, and was told when it came.
    """
    ended = 0
    for order in Order.objects.expired(at=at).order_by("expires_at", "pk"):
        ended += _expire(order, at=at)
    return ended


@transaction.atomic
def _expire(order: Order, *, at: datetime) -> bool:
    row = locked(order)
    if received(row) or not Order.objects.expired(at=at).filter(pk=row.pk).exists():
        return False
    mark_cancelled(row, "expire", at=at, reason="The order was not paid in time.")
    return True


def _invoice_ends(row: Order, *, at: datetime) -> datetime | None:
    """When an order ends that is paid by invoice."""
    expires_at = row.expires_at and max(row.expires_at, at + timedelta(days=settings.INVOICE_DAYS))
    until = find(OrderKind, row.kind).until(row)
    return min(expires_at or until, until) if until else expires_at


def _cancelled(row: Order, action: str, *, by: User, reason: str, at: datetime) -> Order:
    if received(row):
        raise OrderRefused("Part of this order is paid. The money has to go back first.")
    mark_cancelled(row, action, at=at, reason=reason, actor=by)
    return row


def _priced_together(wanted: Sequence[Wanted], code: str, at: datetime) -> tuple[list[Line], Discount | None]:
    """The lines at the prices of the day, with what the code takes off, if there is one."""
    priced = [_priced(each, at) for each in wanted]
    if not code.strip():
        return priced, None
    taken = _usable(code, at)
    return priced + _taken_off(taken, priced), taken


def _priced(wanted: Wanted, at: datetime) -> Line:
    price = wanted.unit or price_on(wanted.product, wanted.audience, uk_day(at))
    return Line(wanted.product, wanted.description, wanted.quantity, price.pence, price.vat_basis_points)


def _usable(code: str, at: datetime) -> Discount:
    found = locked_discount(code)
    if found is None or not Discount.objects.usable(on=uk_day(at)).filter(pk=found.pk).exists():
        raise DiscountRefused("This code is not one of ours, has run out, or has been used up.")
    return found


def _taken_off(discount: Discount, lines: Sequence[Line]) -> list[Line]:
    less = discount_lines(lines, percent=discount.percent, code=discount.code, product=discount.product)
    if not less:
        raise DiscountRefused("This code is for something else.")
    return less


def _write(order: Order, lines: Sequence[Line], *, first: int) -> None:
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            position=position,
            product=line.product,
            description=line.description,
            quantity=line.quantity,
            unit_pence=line.unit_pence,
            vat_basis_points=line.vat_basis_points,
            net_pence=line.net_pence,
            vat_pence=line.vat_pence,
        )
        for position, line in enumerate(lines, first)
    )


def _set_sums(order: Order, sums: Totals, discount: Discount) -> None:
    order.discount = discount
    order.vat_pence = sums.vat_pence
    order.total_pence = sums.total_pence
    order.save(update_fields=["discount", "vat_pence", "total_pence"])
