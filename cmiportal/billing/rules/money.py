"""Amounts in pence: VAT, discounts, shares, and the Decimal that providers want."""

from decimal import Decimal

PENCE = 100
BASIS_POINTS = 10_000


def share(amount: int, part: int, whole: int) -> int:
    """``amount * part / whole`` to the nearest unit, half a unit away from nought: so -5 mirrors 5."""
    rounded = (2 * abs(amount) * part + whole) // (2 * whole)
    return rounded if amount >= 0 else -rounded


def vat_of(net_pence: int, basis_points: int) -> int:
    """VAT on a net amount to the nearest penny; 2,000 basis points are 20 per cent."""
    return share(net_pence, basis_points, BASIS_POINTS)


def decimal_of(pence: int) -> Decimal:
    """Pence as the amount with two decimals that django-payments wants."""
    return Decimal(pence).scaleb(-2)


def pence_of(amount: Decimal) -> int:
    """An amount as pence; raises ValueError for parts of a penny."""
    pence = amount * PENCE
    if pence != int(pence):
        raise ValueError(f"{amount} is not a whole number of pence.")
    return int(pence)
