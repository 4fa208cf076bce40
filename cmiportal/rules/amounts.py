"""Money as people read it."""

from decimal import Decimal


def pounds(pence: int) -> str:
    """Pence as ``£25``, ``£25.50`` or ``£1,250``; what is taken off as ``−£25``."""
    value = Decimal(abs(pence)) / 100
    sign = "−" if pence < 0 else ""
    return f"{sign}£{value:,.0f}" if pence % 100 == 0 else f"{sign}£{value:,.2f}"
