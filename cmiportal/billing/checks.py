"""Settings of payments that let anybody pay without money, or leave reports of payments unread, stop the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string
from payments.dummy import DummyProvider
from payments.stripe import StripeProviderV3

SECRETS = ("api_key", "endpoint_secret")


def check_providers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The dummy provider in demo and tests alone; Stripe with both its secrets, or not at all."""
    errors: list[CheckMessage] = []
    for variant, (path, options) in settings.PAYMENT_VARIANTS.items():
        provider = import_string(path)
        if issubclass(provider, DummyProvider) and not settings.DEMO:
            errors.append(
                Error(
                    f"The payment provider {variant!r} pays orders without money; it is for demo and tests alone.",
                    hint="Set STRIPE_API_KEY and STRIPE_WEBHOOK_SECRET instead.",
                    id="billing.E001",
                )
            )
        if issubclass(provider, StripeProviderV3) and not all(options.get(name) for name in SECRETS):
            errors.append(
                Error(
                    "Stripe needs both STRIPE_API_KEY and STRIPE_WEBHOOK_SECRET: without the second, no payment is ever"
                    " known to have arrived.",
                    hint="Set both, or neither: then orders are paid by invoice.",
                    id="billing.E002",
                )
            )
    return errors


def check_vat_number(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An invoice with VAT on it names the number under which VAT is charged."""
    if settings.VAT_NUMBER:
        return []
    told = Warning(
        "Invoices do not say the VAT registration number, which the law asks for where VAT is charged.",
        hint="Set VAT_NUMBER, unless every price is without VAT.",
        id="billing.W003",
    )
    return [told]
