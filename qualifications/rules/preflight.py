"""What the check before handing in finds in a piece of evidence itself: plain values in, plain values out."""

from datetime import date


def date_fault(dated_on: date | None, *, today: date) -> str:
    """``undated`` or ``ahead`` (dated after today) where the date needs a look, otherwise an empty text.

    Neither keeps work from being handed in: an assessor asks whether evidence is recent, and not every piece has a day.
    """
    if dated_on is None:
        return "undated"
    return "ahead" if dated_on > today else ""
