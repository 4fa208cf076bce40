"""What an order is made of: priced lines, discount lines below nought, and their totals."""

from collections.abc import Iterable
from dataclasses import dataclass

from .money import share, vat_of

PER_CENT = 100


@dataclass(frozen=True)
class Line:
    """One line before VAT: so many of a product at so much each."""

    product: str
    description: str
    quantity: int
    unit_pence: int
    vat_basis_points: int

    @property
    def net_pence(self) -> int:
        """Before VAT."""
        return self.quantity * self.unit_pence

    @property
    def vat_pence(self) -> int:
        """VAT of the line, to the nearest penny."""
        return vat_of(self.net_pence, self.vat_basis_points)


@dataclass(frozen=True)
class Totals:
    """The sum of lines, with and without VAT."""

    net_pence: int
    vat_pence: int

    @property
    def total_pence(self) -> int:
        """What is to be paid."""
        return self.net_pence + self.vat_pence


def discount_lines(lines: Iterable[Line], *, percent: int, code: str, product: str = "") -> list[Line]:
    """A line below nought for each line that the code takes ``percent`` off: all, or those of its product.

    Each has the VAT of the line it belongs to, so that VAT falls with the price and a whole discount leaves nothing.
    """
    return [
        Line(
            product=line.product,
            description=f"Discount {code}, {percent} per cent off {line.description}",
            quantity=1,
            unit_pence=-share(line.net_pence, percent, PER_CENT),
            vat_basis_points=line.vat_basis_points,
        )
        for line in lines
        if product in ("", line.product)
    ]


def totals(lines: Iterable[Line]) -> Totals:
    """The sums of the lines; VAT is rounded line by line, as each line shows it."""
    counted = list(lines)
    return Totals(sum(line.net_pence for line in counted), sum(line.vat_pence for line in counted))
