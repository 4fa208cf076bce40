"""Which prices of an event go together."""

from collections.abc import Mapping

EVERYBODY, MEMBER, STUDYING = "", "member", "studying"


def why_not_prices(prices: Mapping[str, int], *, members_only: bool) -> str:
    """Why an event cannot have these prices, pence by audience, in a sentence; empty where it can.

    >>> why_not_prices({EVERYBODY: 2000, MEMBER: 3000}, members_only=False)
    'Members would pay more than everybody. Give them a price that is no higher, or none.'
    """
    if members_only and EVERYBODY in prices:
        return "The event is for members only, so it has no price for everybody. Give one for members."
    for audience, name in ((MEMBER, "Members"), (STUDYING, "Studying members")):
        for other, others in ((EVERYBODY, "everybody"), (MEMBER, "members")):
            if audience in prices and prices[audience] > prices.get(other, prices[audience]):
                return f"{name} would pay more than {others}. Give them a price that is no higher, or none."
    return ""
