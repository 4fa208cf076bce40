"""The payer's pages: orders, one order with the ways to pay it, receipt and invoices; and the providers' ways in."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from payments import PaymentError, RedirectNeeded
from payments.core import provider_factory

from cmiportal.accounts.access import public, signed_in
from cmiportal.accounts.models import User
from cmiportal.documents.refusals import FileRefused
from cmiportal.paging import PagedList
from cmiportal.workflow import MoveRefused

from .forms import DiscountForm, InvoiceForm, payer_of
from .models import PAYMENT_UNDER_WAY, Order, Payment, PaymentEvent
from .permissions import invoices_of
from .providers import BadEvent, DemoProvider, StripeProvider
from .querysets import OrderQuerySet
from .services import orders, webhooks
from .services.attempts import begin, card_variant, end_attempt
from .services.invoices import how_to_transfer, pdf_of
from .services.payments import EventTaken, record
from .standing import Standing
from .tries import TOO_MANY, too_many_codes
from .workflow import ORDER_WAS_PAID, OrderState

logger = logging.getLogger(__name__)

UNREACHABLE = (
    "The page of our payment provider could not be opened just now. Nothing was taken. Try again in a few minutes."
)


class OrderList(PagedList):
    """The person's orders, those to be paid first."""

    template_name = "billing/order_list.html"

    def get_queryset(self) -> OrderQuerySet:
        """With what a line shows."""
        return Order.objects.visible_to(self.request.user).for_list()


def _discount(order: Order, by: User, **typed: Any) -> str:
    orders.apply_discount(order=order, by=by, at=timezone.now(), **typed)
    return "Your discount is in the price."


def _invoice(order: Order, by: User, **typed: Any) -> str:
    orders.invoice(order=order, by=by, at=timezone.now(), **typed)
    return "Your invoice is ready, and we have sent you a message about it."


def _cancel(order: Order, by: User) -> str:
    orders.cancel(order=order, by=by, at=timezone.now())
    return "The order is cancelled. There is nothing to pay."


# what the payer may do with an order, by the name of the button: its form and its service
ACTIONS: dict[str, tuple[type[forms.Form], Callable[..., str]]] = {
    "discount": (DiscountForm, _discount),
    "invoice": (InvoiceForm, _invoice),
    "cancel": (forms.Form, _cancel),
}
# where an order stands once it is done: a button that is pressed twice is not refused the second time
DONE: dict[Callable[..., str], OrderState] = {_invoice: OrderState.INVOICED, _cancel: OrderState.CANCELLED}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def order_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One order: what it is for, what it costs, how it can be paid; a POST discounts, invoices or cancels it."""
    order = get_object_or_404(Order.objects.visible_to(request.user).select_related("discount"), pk=pk)
    action, now = request.POST.get("action", ""), timezone.now()
    given = None
    if request.method == "POST":
        form_class, service = ACTIONS.get(action, (forms.Form, _unknown))
        given = form_class(request.POST, auto_id=f"{action}_%s")
        if action == "discount" and given.is_valid() and too_many_codes(request, given.cleaned_data["code"], at=now):
            given.add_error("code", TOO_MANY)
        elif given.is_valid() and _done(request, order, service, given):
            return redirect("billing:order_detail", pk=order.pk)
    context = {
        "order": order,
        "standing": Standing(order, now),
        "form": given,
        "discount_form": given if action == "discount" else DiscountForm(auto_id="discount_%s"),
        "invoice_form": given if action == "invoice" else InvoiceForm(initial=payer_of(order), auto_id="invoice_%s"),
        "may_invoice": order.may(request.user, "invoice"),
        "may_cancel": order.may(request.user, "cancel"),
        "billing_email": settings.BILLING_EMAIL,
        "how_to_transfer": how_to_transfer(),
    }
    response = render(request, "billing/order_detail.html", context)
    if leads_to := form_action():
        response._csp_update = {"form-action": [leads_to]}  # type: ignore[attr-defined]
    return response


def _unknown(order: Order, by: User) -> str:
    raise MoveRefused("This cannot be done now. Here is the order as it stands.")


def _done(request: HttpRequest, order: Order, service: Callable[..., str], form: forms.Form) -> bool:
    """Do it and say so, or say why not; whether it was done."""
    try:
        said = service(order, request.user, **form.cleaned_data)
    except MoveRefused as refused:
        order.refresh_from_db()
        if order.state == DONE.get(service):
            return True
        if form.fields:
            form.add_error(None, str(refused))
        else:
            messages.error(request, str(refused))
        return False
    messages.success(request, said)
    return True


def form_action() -> str:
    """Where the button "Pay by card" may lead outside the portal, for the content policy of its page alone."""
    variant = card_variant()
    return provider_factory(variant).form_action if variant else ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def order_pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead the payer to the provider's page for what is still owed; a second tab is led to the same page.

    Who pressed the button without a session comes back by a GET and presses it again, on the one page that may lead to
    the provider: the button has no key, so that the form is not kept for a page that may not.
    """
    order = get_object_or_404(Order.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return redirect("billing:order_detail", pk=order.pk)
    try:
        begin(order=order, by=request.user, at=timezone.now()).get_form()
    except RedirectNeeded as way:
        return redirect(str(way))
    except MoveRefused as refused:
        messages.error(request, str(refused))
    except PaymentError:
        logger.exception("No page of the provider for order %s", order.number)
        messages.error(request, UNREACHABLE)
    return redirect("billing:order_detail", pk=order.pk)


@signed_in
@require_safe
def order_receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was paid, when and how; for an order that was paid."""
    order = get_object_or_404(Order.objects.visible_to(request.user).filter(state__in=ORDER_WAS_PAID), pk=pk)
    return render(request, "billing/receipt.html", {"order": order, "standing": Standing(order, timezone.now())})


@signed_in
@require_safe
def invoice_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF of an invoice or credit note, for its payer and who keeps the books."""
    invoice = get_object_or_404(invoices_of(request.user), pk=pk)
    try:
        file = pdf_of(invoice=invoice, at=timezone.now())
    except FileRefused as refused:
        messages.error(request, str(refused))
        return redirect("billing:order_list")
    return redirect("documents:document_open", pk=file.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def payment_process(request: HttpRequest, token: UUID) -> HttpResponse:
    """The page that plays the bank, in demo and tests; elsewhere the address leads to the order and pays nothing.

    django-payments' own view at such an address lets a provider change the payment, the dummy one by any visitor's GET.
    """
    own = Payment.objects.filter(order__person=request.user).select_related("order")
    payment = get_object_or_404(own, token=str(token))
    order = payment.order
    if not plays_the_bank(payment) or payment.status not in PAYMENT_UNDER_WAY:
        return redirect("billing:order_detail", pk=order.pk)
    if request.method != "POST":
        return render(request, "billing/demo_bank.html", {"payment": payment, "order": order})
    _answer(payment, pays=request.POST.get("answer") == "pay")
    return redirect("billing:order_detail", pk=order.pk)


def _answer(payment: Payment, *, pays: bool) -> None:
    """What the demo's bank says, recorded as a provider's report would be."""
    now = timezone.now()
    record(
        provider=payment.variant,
        provider_event_id=payment.token if pays else f"{payment.token}-declined",
        order=payment.order,
        payment=payment,
        kind=PaymentEvent.Kind.PAYMENT if pays else PaymentEvent.Kind.FAILURE,
        pence=payment.pence if pays else 0,
        at=now,
    )
    end_attempt(payment.token, at=now)


def plays_the_bank(payment: Payment) -> bool:
    """Whether this payment is one of the demo's."""
    configured = payment.variant in settings.PAYMENT_VARIANTS
    return settings.DEMO and configured and isinstance(provider_factory(payment.variant), DemoProvider)


@public
@csrf_exempt
@require_POST
def stripe_events(request: HttpRequest) -> HttpResponse:
    """What Stripe reports, signed: the one way in which a card pays an order.

    400 for what Stripe did not just sign; 409 asks for it again, when the payment that it is about is still on its way.
    """
    if webhooks.STRIPE not in settings.PAYMENT_VARIANTS:
        return JsonResponse({"status": "no Stripe here"}, status=404)
    provider: StripeProvider = provider_factory(webhooks.STRIPE)
    try:
        event = provider.event_of(request.body, request.headers.get("Stripe-Signature", ""))
        webhooks.take(event, at=timezone.now())
    except BadEvent as error:
        logger.warning("Refused what came to the endpoint for Stripe's events: %s", error)
        return JsonResponse({"status": "not signed by Stripe just now"}, status=400)
    except webhooks.NotYetKnown as unknown:
        logger.info("Asked Stripe to report again: payment %s is not known yet", unknown)
        return JsonResponse({"status": "not known yet"}, status=409)
    except EventTaken as taken:  # a person has to look; asking Stripe to say it again would change nothing
        logger.error("What Stripe reports contradicts what it reported before: %s", taken)
        return JsonResponse({"status": "recorded already as something else"})
    return JsonResponse({"status": "ok"})
