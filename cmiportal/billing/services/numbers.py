"""Numbers of orders."""

from cmiportal.database import next_number
from cmiportal.rules.numbers import with_check


def new_order_number() -> str:
    """``O``, digits, two check characters; gaps may occur, doubles never (invoices have no gaps)."""
    return with_check("O", next_number("order_number"))
