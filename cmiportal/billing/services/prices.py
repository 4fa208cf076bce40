"""What something costs on a day, for whom."""

from datetime import date

from ..models import Price
from .refusals import NoPrice


def price_on(product: str, audience: str, on: date) -> Price:
    """The price for this audience on that day, or else the one for everybody; raises NoPrice."""
    prices = Price.objects.on(on).filter(product=product, audience__in={audience, ""})
    price = prices.order_by("-audience").first()  # an empty audience comes last
    if price is None:
        raise NoPrice(f"There is no price for this on {on:%-d %B %Y}, so it cannot be ordered. Write to us.")
    return price
