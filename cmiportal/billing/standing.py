"""How an order stands, for its page and its receipt: what was paid how, what is left, what can be done next."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from cmiportal.registry import OrderKind, find
from cmiportal.rules.amounts import pounds

from .models import PAYMENT_UNDER_WAY, Invoice, Order, OrderLine, Payment, PaymentEvent
from .rules.due import due_on
from .services.attempts import card_refusal
from .services.orders import invoice_refusal
from .workflow import ORDER_UNPAID, OrderState

WAYS = {"stripe": "Card", "dummy": "Card (demo, no money moved)", "bank": "Bank transfer"}


@dataclass
class Standing:
    """One order as it stands at a moment; each part is asked of the database once."""

    order: Order
    at: datetime

    @cached_property
    def lines(self) -> QuerySet[OrderLine]:
        """What was ordered."""
        return self.order.lines.all()

    @cached_property
    def events(self) -> list[PaymentEvent]:
        """What was reported, oldest first."""
        return list(self.order.payment_events.all())

    @cached_property
    def invoices(self) -> list[Invoice]:
        """The invoice and its credit notes."""
        return list(self.order.invoices.order_by("issued_at", "-kind", "number"))

    @cached_property
    def under_way(self) -> Payment | None:
        """The attempt to pay that is not finished."""
        return self.order.payments.filter(status__in=PAYMENT_UNDER_WAY).first()

    @property
    def is_out_of_time(self) -> bool:
        """Whether the order was open until a moment that is past, even before the clock has ended it."""
        return self.order.expires_at is not None and self.order.expires_at <= self.at

    @property
    def money(self) -> list[dict[str, object]]:
        """What came in and went back: ``way``, ``pence`` (below nought when it went back), ``at``, ``reason``."""
        return [
            {
                "way": WAYS.get(event.provider, event.provider),
                "pence": event.pence,
                "back": -event.pence,
                "at": event.received_at,
                "reason": event.reason,
            }
            for event in self.events
            if event.kind in (PaymentEvent.Kind.PAYMENT, PaymentEvent.Kind.REFUND)
        ]

    @property
    def received(self) -> int:
        """What we hold of it, in pence."""
        return sum(int(str(each["pence"])) for each in self.money)

    @property
    def due(self) -> int:
        """What is left to pay, in pence."""
        return max(self.order.total_pence - self.received, 0) if self.is_unpaid else 0

    @property
    def failures(self) -> int:
        """Attempts that failed."""
        return sum(event.kind == PaymentEvent.Kind.FAILURE for event in self.events)

    @property
    def is_last_step(self) -> bool:
        """Whether cards are no longer asked for."""
        return self.failures >= settings.PAYMENT_FAILURES_MAX

    @property
    def is_unpaid(self) -> bool:
        """Whether it waits to be paid."""
        return self.order.state in ORDER_UNPAID

    @cached_property
    def card_refusal(self) -> str:
        """Why a card cannot be used, or nothing."""
        return card_refusal(self.order, at=self.at)

    @cached_property
    def invoice_refusal(self) -> str:
        """Why there is no time to pay by invoice, or nothing."""
        return invoice_refusal(self.order, at=self.at) if self.order.state == OrderState.OPEN else ""

    @property
    def due_on(self) -> date:
        """Until which day an order that was invoiced is to be paid."""
        return due_on(self.invoices[0].issued_at, self.order.expires_at, days=settings.INVOICE_DAYS)

    @property
    def may_change_price(self) -> bool:
        """Whether a discount code can still be taken off."""
        return self.order.state == OrderState.OPEN and not self.order.discount_id and not self.received

    @property
    def total_label(self) -> str:
        """What the last row of the lines says: VAT is shown there too."""
        vat = self.order.vat_pence
        return f"Total, of which {pounds(vat)} is VAT" if vat else "Total, no VAT added"

    @property
    def total(self) -> str:
        """What is to be paid in all."""
        return pounds(self.order.total_pence)

    @property
    def address(self) -> str:
        """The page of what was ordered."""
        return find(OrderKind, self.order.kind).address(self.order)

    @property
    def onward(self) -> str:
        """What the link to that page says once the order is paid."""
        return find(OrderKind, self.order.kind).onward
