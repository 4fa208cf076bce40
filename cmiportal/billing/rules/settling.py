"""What money that came in and went back makes of an order, whatever the order of the reports."""

from .money import share


def credit_due(*, total: int, received: int, credited: int) -> int:
    """How much of a paid order's invoice is still to be credited once ``received`` is all that was kept.

    What came in beyond the total can go back without a credit note: it was never invoiced.
    """
    return max(total - max(received, 0) - credited, 0)


def credit_vat(*, vat: int, total: int, credited: int, credited_vat: int, credit: int) -> int:
    """The VAT within a credit note: the share of all that is credited by then, less what was credited before.

    Several notes over parts hold together exactly the VAT of the invoice.
    """
    return share(vat, credited + credit, total) - credited_vat
