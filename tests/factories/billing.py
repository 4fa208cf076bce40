"""Prices, discounts, and orders opened by the services."""

from datetime import UTC, date, datetime
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal import registry
from cmiportal.accounts.groups import ADMINISTRATORS
from cmiportal.accounts.models import User
from cmiportal.billing.models import Discount, Order, PaymentEvent, Price
from cmiportal.billing.services.orders import Wanted, open_order
from cmiportal.billing.services.payments import record
from cmiportal.registry import OrderKind
from tests.factories.accounts import UserFactory

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
KIND = "thing"
ALWAYS = DateRange(date(2020, 1, 1), None)


def price(product="thing", pence=10_000, *, vat=2_000, audience="", during=ALWAYS):
    return Price.objects.create(product=product, audience=audience, pence=pence, vat_basis_points=vat, during=during)


def discount(code="SPRING", percent=10, *, product="", uses=None, during=ALWAYS):
    return Discount.objects.create(code=code, percent=percent, product=product, uses=uses, during=during)


def order(*, person=None, pence=10_000, at=NOW, **more) -> Order:
    """An open order over a thing of £100 and 20 per cent VAT, unless asked otherwise."""
    Price.objects.filter(product="thing").delete()
    price(pence=pence)
    wanted = [Wanted("thing", "A useful thing")]
    return open_order(
        kind=KIND, subject_id=uuid4(), person=person or UserFactory(name="Wren Holtby"), lines=wanted, at=at, **more
    )


def reported(order, pence, *, name, kind=PaymentEvent.Kind.PAYMENT, provider="dummy", at=NOW, **more):
    """One event about the order, as a provider reports it."""
    return record(provider=provider, provider_event_id=name, order=order, kind=kind, pence=pence, at=at, **more)


def things_can_be_ordered(monkeypatch) -> list[str]:
    """Register the kind of order that these factories make; gives what it was told, in words, in order."""
    said: list[str] = []
    kind = OrderKind(
        KIND,
        label="A thing",
        paid=lambda order, at: said.append("paid"),
        cancelled=lambda order, at: said.append("cancelled"),
        refunded=lambda order, at: said.append("refunded"),
        address=lambda order: f"/things/{order.subject_id}/",
    )
    kinds = registry._entries.get(OrderKind, {})
    monkeypatch.setitem(registry._entries, OrderKind, {**kinds, KIND: kind})
    return said


def bookkeeper() -> User:
    """Somebody of the administrators, who may also look at everything in the admin."""
    person = UserFactory(name="Ines Marlow", admin=True)
    person.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return person
