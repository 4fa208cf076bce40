"""The waiting list: who is offered a place, who is passed over, and why.

The order is that of joining. A party is offered places whole or not at all. A smaller party may be offered places that
a larger one before it cannot fit into, and the larger one is told; nobody else is ever overtaken.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Outcome(StrEnum):
    OFFERED = "offered"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Waiting(Generic[Key]):
    """A party in the line: how many people it is."""

    key: Key
    party: int


@dataclass(frozen=True)
class Decision(Generic[Key]):
    """What became of a party when places were given out: ``free`` is how many were left when its turn came."""

    key: Key
    outcome: Outcome
    free: int


def decide(line: Sequence[Waiting[Key]], free: int) -> list[Decision[Key]]:
    """Give ``free`` places to the line, in order; stops when none is left, so whoever stands behind has no decision.

    The first in the line always has one, and so has everybody who was overtaken. Who waits behind the first and was
    overtaken by nobody waits as before.

    >>> [(one.key, str(one.outcome)) for one in decide([Waiting("a", 3), Waiting("b", 1), Waiting("c", 1)], 2)]
    [('a', 'too_few'), ('b', 'offered'), ('c', 'offered')]
    >>> [(one.key, str(one.outcome)) for one in decide([Waiting("a", 3), Waiting("b", 4)], 2)]
    [('a', 'too_few')]
    """
    decisions = []
    for waiting in line:
        if free <= 0:
            break
        fits = waiting.party <= free
        decisions.append(Decision(waiting.key, Outcome.OFFERED if fits else Outcome.TOO_FEW, free))
        free -= waiting.party if fits else 0
    last = max((at for at, one in enumerate(decisions) if one.outcome == Outcome.OFFERED), default=0)
    return decisions[: last + 1]


def fits_before_the_line(line: Sequence[Waiting[Key]], free: int, party: int) -> bool:
    """Whether somebody who comes now may have places at once: they fit, and nobody in the line would fit.

    >>> fits_before_the_line([Waiting("a", 3)], free=2, party=2)
    True
    >>> fits_before_the_line([Waiting("a", 3), Waiting("b", 1)], free=2, party=1)
    False
    """
    return party <= free and all(waiting.party > free for waiting in line)


def places(number: int) -> str:
    """So many places, in words that begin a sentence or stand in one.

    >>> places(1), places(3)
    ('one place', '3 places')
    """
    return "one place" if number == 1 else f"{number} places"


def why_it_waits(party: int, free: int) -> str:
    """Why a party in the line has no places yet, in sentences for the person.

    >>> why_it_waits(3, 2)
    'Only 2 places are free, and you are 3 together: a smaller party may be offered them first.'
    """
    if free <= 0:
        return "All places are taken."
    if party <= free:
        return "Places are free, and are about to be offered."
    if free == 1:
        return f"Only one place is free, and you are {party} together: somebody alone may be offered it first."
    return f"Only {free} places are free, and you are {party} together: a smaller party may be offered them first."
