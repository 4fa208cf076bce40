"""What payers and the keepers of the books are told."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.accounts.groups import ADMINISTRATORS
from cmiportal.accounts.models import User
from cmiportal.notifications.services import notify

from ..models import Order


def tell_payer(order: Order, kind: str, *, about: str = "", at: datetime, **said: Any) -> None:
    """Owe the payer a message; ``about`` tells messages of one kind apart."""
    notify(
        kind=kind,
        key=f"{kind}:{order.pk}:{about}",
        recipient=order.person,
        context={
            "number": order.number,
            "what": order.title,
            "total_pence": order.total_pence,
            "path": reverse("billing:order_detail", args=[order.pk]),
            **said,
        },
        at=at,
    )


def tell_bookkeepers(order: Order, what: str, *, about: str, at: datetime) -> None:
    """Owe every administrator a message about money that the portal does not decide on by itself."""
    path = reverse("admin:billing_order_change", args=[order.pk])
    for person in User.objects.filter(groups__name=ADMINISTRATORS, is_active=True).order_by("pk"):
        notify(
            kind="payment_to_check",
            key=f"payment-to-check:{about}:{person.pk}",
            recipient=person,
            context={"number": order.number, "said": what, "path": path},
            at=at,
        )
