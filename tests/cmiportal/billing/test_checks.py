"""Settings of payments that must stop the start, as a process sees them, and the one that runs here."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.urls import resolve

from cmiportal.billing.checks import check_providers, check_vat_number

DUMMY = {"card": ("payments.dummy.DummyProvider", {})}
STRIPE = "cmiportal.billing.providers.StripeProvider"


def found(settings, variants, *, demo=False):
    settings.PAYMENT_VARIANTS, settings.DEMO = variants, demo
    return [error.id for error in check_providers(None)]


def test_the_dummy_provider_is_for_demo_and_tests_alone(settings):
    ours = {"dummy": ("cmiportal.billing.providers.DemoProvider", {})}

    assert [found(settings, each) for each in (DUMMY, ours)] == [["billing.E001"]] * 2
    assert [found(settings, each, demo=True) for each in (DUMMY, ours)] == [[], []]


@pytest.mark.parametrize(
    ("options", "errors"),
    [
        ({"api_key": "sk", "endpoint_secret": "whsec"}, []),
        ({"api_key": "sk", "endpoint_secret": ""}, ["billing.E002"]),
        ({"api_key": "", "endpoint_secret": "whsec"}, ["billing.E002"]),
        ({}, ["billing.E002"]),
    ],
)
def test_stripe_needs_both_its_secrets(options, errors, settings):
    assert found(settings, {"stripe": (STRIPE, options)}) == errors


def test_no_provider_at_all_is_fine_orders_are_invoiced(settings):
    assert found(settings, {}) == []


@pytest.mark.parametrize(("number", "warnings"), [("", ["billing.W003"]), ("GB 123 4567 89", [])])
def test_invoices_without_a_vat_number_are_warned_of(number, warnings, settings):
    settings.VAT_NUMBER = number

    assert [warning.id for warning in check_vat_number(None)] == warnings


def production(**environment):
    complete = {
        "SECRET_KEY": "a-long-secret-of-the-tests",
        "DATABASE_URL": "postgresql://portal_app@db.example.org/portal",
        "REDIS_URL": "redis://cache.example.org:6379/0",
        "ALLOWED_HOSTS": "portal.example.org",
        "DJANGO_SETTINGS_MODULE": "cmiportal.settings.prod",
        "PATH": os.environ["PATH"],
    }
    code = (
        "import django; django.setup();"
        "from django.conf import settings; from cmiportal.billing.checks import check_providers;"
        "print(settings.PAYMENT_VARIANTS, [error.id for error in check_providers(None)])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**complete, **environment},
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


def test_production_takes_cards_by_stripe_alone_and_only_with_secrets():
    assert production() == "{} []"
    assert "StripeProvider" in production(STRIPE_API_KEY="sk", STRIPE_WEBHOOK_SECRET="whsec")
    assert production(STRIPE_API_KEY="sk").endswith("['billing.E002']")


@pytest.mark.parametrize("address", ["/payments/process/dummy/", "/payments/process/stripe/"])
@pytest.mark.django_db
def test_the_addresses_of_django_payments_are_not_there(client, address):
    assert resolve(address).view_name == "pages:page_detail"
    assert client.get(address).status_code == 404
