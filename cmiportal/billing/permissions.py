"""Who may do what with an order."""

from typing import Any

from django.db.models import QuerySet

from cmiportal.accounts.groups import ADMINISTRATORS

from .models import Invoice


def is_the_payer(user: Any, order: Any) -> bool:
    """Whether the order is this person's own."""
    return order.person_id == user.pk


def keeps_the_books(user: Any, order: Any) -> bool:
    """Whether the person keeps the Institute's books, and did not order this."""
    return user.serves_as(ADMINISTRATORS) and order.person_id != user.pk


def may_see_invoices(user: Any) -> bool:
    """Whether the person may open anybody's invoices: administrators, and whom the admin shows them."""
    return user.serves_as(ADMINISTRATORS) or user.has_perm("billing.view_invoice")


def invoices_of(user: Any) -> QuerySet[Invoice]:
    """The invoices and credit notes that this person may open: their own, or all."""
    return Invoice.objects.all() if may_see_invoices(user) else Invoice.objects.filter(order__person=user)
