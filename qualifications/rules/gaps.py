"""Which criteria of a unit still lack evidence: plain values in, plain values out.

A submission that misses one criterion is referred whatever its quality, so the portal names every gap before an
assessor does (Candidate Guide for CMI Level 6 Qualifications, "Mapping your evidence"). A criterion once met stays
met and needs nothing more.
"""

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

Criterion = TypeVar("Criterion", bound=Hashable)


def still_open(criteria: Sequence[Criterion], *, met: Collection[Criterion]) -> tuple[Criterion, ...]:
    """The criteria that the next hand-in is judged on, in their order."""
    return tuple(criterion for criterion in criteria if criterion not in met)


def gaps(
    criteria: Sequence[Criterion], *, met: Collection[Criterion], mapped: Collection[Criterion]
) -> tuple[Criterion, ...]:
    """The open criteria without any evidence, in their order."""
    return tuple(criterion for criterion in still_open(criteria, met=met) if criterion not in mapped)


def named(codes: Sequence[str]) -> str:
    """``1.1``, ``1.1 and 2.2``, ``1.1, 2.2 and 3.1``."""
    *most, last = codes
    return f"{', '.join(most)} and {last}" if most else last
