"""A kind of order of the tests' own, which keeps what it was told."""

import pytest
from payments import core

from tests.cmiportal.billing.stripe_desk import API_KEY, SECRET, open_desk
from tests.factories.billing import things_can_be_ordered


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """What being paid, cancelled or refunded did: a list of words, in order."""
    return things_can_be_ordered(monkeypatch)


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
