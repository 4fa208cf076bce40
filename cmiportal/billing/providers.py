"""The adapter to django-payments: Stripe's own pages in production, a page that plays a bank in the demo and tests.

No card data touches the portal. Amounts are Decimal on django-payments' rows alone; see ``rules.money``.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn

import stripe
from django.conf import settings
from payments import PaymentError, PaymentStatus, RedirectNeeded
from payments.dummy import DummyProvider
from payments.stripe import StripeProviderV3

from .models import PAYMENT_UNDER_WAY

SIGNATURE_AGE_SECONDS = 300
TIMEOUT_SECONDS = 10


class BadEvent(Exception):
    """What was sent is not an event that the provider signed just now."""


class StripeProvider(StripeProviderV3):
    """Stripe Checkout: the payer is sent to Stripe's page, Stripe reports what came of it by signed events."""

    # Where the form that begins a payment may lead, for the content policy of its page.
    form_action = "https://checkout.stripe.com"

    def __init__(self, api_key: str, endpoint_secret: str, api_base: str = "https://api.stripe.com") -> None:
        super().__init__(api_key=api_key, endpoint_secret=endpoint_secret)
        self.client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base},
            http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        )

    def get_form(self, payment: Any, data: Any = None) -> NoReturn:
        """Lead to Stripe's page. Raises PaymentError without one, or where the attempt has ended meanwhile."""
        if not payment.transaction_id:
            self._open_page(payment)
        raise RedirectNeeded(payment.attrs.session["url"])

    def _open_page(self, payment: Any) -> None:
        """Ask for a page; of the attempt only what Stripe answered is written, and only while it is under way."""
        under_way = type(payment)._default_manager.filter(pk=payment.pk, status__in=PAYMENT_UNDER_WAY)
        try:
            payment.attrs.session = self.create_session(payment)
        except PaymentError as error:
            under_way.update(status=PaymentStatus.ERROR, message=str(error))
            raise
        payment.transaction_id = payment.attrs.session["id"]
        if not under_way.update(transaction_id=payment.transaction_id, extra_data=payment.extra_data):
            self.cancel(payment)
            raise PaymentError("The attempt had ended when its page was there.")

    def create_session(self, payment: Any) -> dict[str, Any]:
        """Stripe's page for this payment, ``id`` and ``url``; the payment's token makes asking twice one page."""
        closes = payment.created + timedelta(minutes=settings.PAYMENT_PAGE_MINUTES)
        params = {
            "mode": "payment",
            "line_items": self.get_line_items(payment),
            "success_url": payment.get_success_url(),
            "cancel_url": payment.get_failure_url(),
            "client_reference_id": payment.token,
            "expires_at": int(closes.timestamp()),
            "payment_intent_data": {"metadata": {"token": payment.token}, "description": payment.description},
        }
        session = asked(
            self.client.v1.checkout.sessions.create, params=params, options={"idempotency_key": payment.token}
        )
        return {"id": session.id, "url": session.url}

    def get_line_items(self, payment: Any) -> list[dict[str, Any]]:
        """One line over the whole, with the order's number; what it is made of stands on our page and invoice."""
        price = {
            "currency": payment.currency.lower(),
            "unit_amount": self.convert_amount(payment.currency, payment.total),
            "product_data": {"name": payment.description},
        }
        return [{"quantity": 1, "price_data": price}]

    def cancel(self, payment: Any) -> None:
        """Close Stripe's page; raises PaymentError when it is closed or paid already."""
        if payment.transaction_id:
            asked(self.client.v1.checkout.sessions.expire, payment.transaction_id)

    def give_back(self, payment_intent: str, *, pence: int, token: str, key: str) -> str:
        """Return so much to the card; gives the refund's id. The key makes asking twice one refund."""
        params = {"payment_intent": payment_intent, "amount": pence, "metadata": {"token": token}}
        return asked(self.client.v1.refunds.create, params=params, options={"idempotency_key": key}).id

    def event_of(self, body: bytes, signature: str) -> dict[str, Any]:
        """The event in a request to our endpoint; raises BadEvent unless Stripe signed it in the last five minutes."""
        try:
            stripe.WebhookSignature.verify_header(body, signature, self.endpoint_secret, SIGNATURE_AGE_SECONDS)
            return json.loads(body)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise BadEvent(str(error)) from error


class DemoProvider(DummyProvider):
    """The dummy provider behind a page of our own, where the payer says whether the bank pays. Demo and tests alone."""

    form_action = ""

    def get_form(self, payment: Any, data: Any = None) -> Any:
        """Lead to the page that plays the bank."""
        raise RedirectNeeded(payment.get_process_url())

    def give_back(self, paid: str, *, pence: int, token: str, key: str) -> str:
        """Nothing moves; the refund has a name all the same."""
        return f"refund-{key}"


def asked(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Stripe's answer; raises PaymentError for its refusals and its silence."""
    try:
        return call(*args, **kwargs)
    except stripe.StripeError as error:
        raise PaymentError(error.user_message or str(error)) from error
