"""A kind of order of the tests' own, which keeps what it was told."""

import pytest
from payments import core

from cmiportal import registry
from cmiportal.registry import OrderKind
from tests.cmiportal.billing.stripe_desk import API_KEY, SECRET, open_desk
from tests.factories.billing import KIND


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """What being paid, cancelled or refunded did: a list of words, in order."""
    said = []
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


@pytest.fixture(autouse=True)
def own_providers(monkeypatch):
    """Providers are made anew for each test: django-payments keeps them by name."""
    monkeypatch.setattr(core, "PROVIDER_CACHE", {})


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(settings):
    """Cards are taken by Stripe, whose server stands on this machine."""
    with open_desk() as desk:
        options = {"api_key": API_KEY, "endpoint_secret": SECRET, "api_base": desk.address}
        settings.PAYMENT_VARIANTS = {"stripe": ("cmiportal.billing.providers.StripeProvider", options)}
        yield desk
