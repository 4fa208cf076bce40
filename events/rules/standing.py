"""How an event stands for somebody who would like to come: from a draft to all over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """What can be done about a place, and why not."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    OVER = "over"
    BEGUN = "begun"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    FULL = "full"
    FEW = "few"
    OPEN = "open"


# Few places are so many or fewer, or so many in a hundred.
FEW, FEW_PERCENT = 5, 10


@dataclass(frozen=True)
class Times:
    """When an event is, and when it can be booked: from now on without ``opens_at``, to the start without the other."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def standing_of(state: str, times: Times, *, capacity: int, taken: int, at: datetime) -> Standing:
    """How an event stands at the moment ``at``; ``state`` is that of its workflow.

    >>> noon, two = datetime(2026, 12, 2, 12), datetime(2026, 12, 2, 14)
    >>> str(standing_of("published", Times(noon, two), capacity=60, taken=56, at=datetime(2026, 12, 1)))
    'few'
    """
    if state in ("draft", "cancelled"):
        return Standing(state)
    if state == "completed" or times.ends_at <= at:
        return Standing.OVER
    if times.starts_at <= at:
        return Standing.BEGUN
    if times.opens_at and times.opens_at > at:
        return Standing.NOT_OPEN
    if times.closes_at and times.closes_at <= at:
        return Standing.CLOSED
    return _by_places(capacity, capacity - taken)


def _by_places(capacity: int, left: int) -> Standing:
    if left <= 0:
        return Standing.FULL
    few = left < capacity and (left <= FEW or left * 100 <= capacity * FEW_PERCENT)
    return Standing.FEW if few else Standing.OPEN
