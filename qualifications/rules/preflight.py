"""What the check before handing in finds in a piece of evidence itself: plain values in, plain values out."""

from datetime import date


def date_fault(dated_on: date | None, *, today: date) -> str:
    """``undated`` or ``ahead`` (dated after today) where it may not be handed in so, otherwise an empty text.

    An assessor asks of every piece whether it is recent; without a date that question comes back as a correction.
    """
    if dated_on is None:
        return "undated"
    return "ahead" if dated_on > today else ""
