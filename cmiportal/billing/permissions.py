"""Who may do what with an order."""

from typing import Any

from cmiportal.accounts.groups import ADMINISTRATORS


def is_the_payer(user: Any, order: Any) -> bool:
    """Whether the order is this person's own."""
    return order.person_id == user.pk


def keeps_the_books(user: Any, order: Any) -> bool:
    """Whether the person keeps the Institute's books, and did not order this."""
    return user.serves_as(ADMINISTRATORS) and order.person_id != user.pk
