"""Why something about an order is not done; the first argument is a sentence for the person."""

from cmiportal.workflow import MoveRefused


class OrderRefused(MoveRefused):
    """It cannot be done with this order as things stand."""


class NoPrice(OrderRefused):
    """Nothing says what this costs on that day."""


class DiscountRefused(OrderRefused):
    """The code takes nothing off this order."""
