"""The admin's pages for the money of an order: give back, record a transfer, withdraw an invoice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.rules.amounts import pounds
from cmiportal.workflow import MoveRefused

from .forms import RefundForm, TransferForm, WithdrawForm
from .models import Order
from .permissions import keeps_the_books
from .services.amounts import received
from .services.bank import record_transfer
from .services.orders import withdraw
from .services.refunds import refund
from .workflow import OrderState


@dataclass(frozen=True)
class Action:
    """A page: its title, what stands above the form, the form, the service and when it is offered."""

    label: str
    said: str
    form: type[forms.Form]
    service: Callable[..., Any]
    offered: Callable[[Order], bool]


ACTIONS = {
    "refund": Action(
        "Give money back",
        "A card is credited by the provider at once; a transfer you return at the bank yourself. Give back the whole or"
        " a part: the payer is told, the invoice is credited, and once nothing is left the order counts as refunded.",
        RefundForm,
        refund,
        lambda order: received(order) > 0,
    ),
    "transfer": Action(
        "Record a transfer",
        "As the bank's statement shows it. Once the total is reached the order is paid, by itself.",
        TransferForm,
        record_transfer,
        lambda order: True,
    ),
    "withdraw": Action(
        "Withdraw the invoice",
        "For an invoice that will not be paid: a credit note is written and the order is cancelled.",
        WithdrawForm,
        withdraw,
        lambda order: order.state == OrderState.INVOICED,
    ),
}


def offered(order: Order, user: Any) -> list[tuple[str, str]]:
    """(name, label) of the pages that this person may use for the order now."""
    if not keeps_the_books(user, order):
        return []
    return [(f"admin:billing_order_{name}", each.label) for name, each in ACTIONS.items() if each.offered(order)]


def action_page(request: HttpRequest, pk: UUID, name: str, model_admin: Any) -> HttpResponse:
    """Show the form; do what it says and keep it, with its reason, in the admin's log of the order."""
    order = get_object_or_404(Order.objects.select_related("person"), pk=pk)
    if not keeps_the_books(request.user, order):
        raise PermissionDenied
    action = ACTIONS[name]
    form = action.form(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, order, action, form, model_admin):
        return redirect("admin:billing_order_change", order.pk)
    context = {
        **admin.site.each_context(request),
        "title": f"{action.label}: {order.number}",
        "opts": Order._meta,
        "order": order,
        "form": form,
        "action": action,
        "held": pounds(max(received(order), 0)),
        "total": pounds(order.total_pence),
    }
    return TemplateResponse(request, "admin/billing/order/action.html", context)


def _done(request: HttpRequest, order: Order, action: Action, form: forms.Form, model_admin: Any) -> bool:
    try:
        action.service(order=order, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return False
    typed = {field: value if field != "pence" else pounds(value) for field, value in form.cleaned_data.items()}
    model_admin.log_change(request, order, f"{action.label}: {', '.join(map(str, typed.values()))}")
    messages.success(request, f"{action.label}: done.")
    return True
