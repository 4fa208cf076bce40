"""Rules of combination: which units make a qualification. Pure: plain values in, plain values out.

Source: Candidate Guide for CMI Level 6 Qualifications ("any combination of units to 13 credits", "to 37 credits") and
the syllabuses of the other levels (barred pairs at Level 5, Groups A and B at Level 7). "To" means at least.

**How groups count.** A group's minimum is counted on every chosen unit that stands in the group, and a unit that
stands in two groups counts in both. The Level 7 Diploma ("30 credits from Group A, the other 7 from A or B") is
therefore Group A with a minimum of 30, and 37 in all: whatever Group A brings beyond 30 helps with the other seven, and
nothing counts twice, because the total asks for 37. Giving each unit to one group only was weighed and left out: it
would refuse 33 credits of Group A with 6 of Group B, 39 in all, since no unit can be divided; the rule divides credits.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Group:
    """A named part of the pool with a minimum of its own, in credits, in units or in both."""

    name: str
    units: frozenset[str]
    min_credits: int | None = None
    min_units: int | None = None


@dataclass(frozen=True)
class Rule:
    """One qualification's rule. ``pool`` maps unit numbers to credits; ``barred`` holds pairs of unit numbers.

    Each unit counts once, with the credits of the pool. Where a learner passed an older version of a unit, the caller
    hands in that version's credits: ``replace(rule, pool={**rule.pool, "502": 7})``.
    """

    pool: Mapping[str, int]
    min_credits: int
    max_credits: int | None = None
    min_units: int | None = None
    groups: tuple[Group, ...] = ()
    mandatory: frozenset[str] = frozenset()
    barred: frozenset[frozenset[str]] = frozenset()

    def __post_init__(self):
        if any(credits < 0 for credits in self.pool.values()):
            raise ValueError("A unit cannot have fewer than no credits.")
        if any(len(pair) != 2 for pair in self.barred):
            raise ValueError("A barred pair is two units.")

    def barred_by(self, unit: str, chosen: Iterable[str]) -> list[str]:
        """The units of ``chosen`` that may not stand beside ``unit``, in order of their numbers."""
        return sorted(other for other in chosen if frozenset((unit, other)) in self.barred)

    def credits_of(self, units: Iterable[str]) -> int:
        """Credits of the units that are in the pool; any other counts nothing."""
        return sum(self.pool.get(unit, 0) for unit in units)


class Lack(StrEnum):
    """What a choice can still lack."""

    CREDITS = "credits"
    UNITS = "units"
    MANDATORY = "mandatory"
    GROUP_CREDITS = "group_credits"
    GROUP_UNITS = "group_units"


class Fault(StrEnum):
    """Why a choice, or one more unit, is refused."""

    OUTSIDE = "outside"
    BARRED = "barred"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Missing:
    """``amount`` credits or units still lacking, of ``group`` where it has a name; or the mandatory ``units``."""

    lack: Lack
    amount: int
    group: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broken:
    """What the rule refuses. ``units``: those outside, the pair, or what bars; ``credits``: what the sum would be."""

    fault: Fault
    units: tuple[str, ...] = ()
    credits: int = 0


@dataclass(frozen=True)
class Verdict:
    """What a choice comes to. It is met when nothing is missing and nothing broken."""

    credits: int
    units: int
    missing: tuple[Missing, ...]
    broken: tuple[Broken, ...]

    @property
    def met(self) -> bool:
        return not self.missing and not self.broken


def check(rule: Rule, chosen: Iterable[str]) -> Verdict:
    """Judge a whole choice. The same function answers the choice page and raises the award."""
    chosen = frozenset(chosen)
    counted = chosen & rule.pool.keys()
    return Verdict(
        credits=rule.credits_of(counted),
        units=len(counted),
        missing=tuple(_missing(rule, counted)),
        broken=tuple(_broken(rule, chosen)),
    )


def refusals(rule: Rule, chosen: Iterable[str], offered: Iterable[str] | None = None) -> dict[str, Broken]:
    """Why a unit that is not chosen may not be added, by unit number; what may be added has no entry.

    ``offered`` are the units asked about, the whole pool unless given. More chosen units never make an entry disappear.
    """
    chosen = frozenset(chosen)
    total = rule.credits_of(chosen)
    refused = {}
    for unit in sorted(frozenset(rule.pool if offered is None else offered) - chosen):
        if unit not in rule.pool:
            refused[unit] = Broken(Fault.OUTSIDE, (unit,))
        elif against := rule.barred_by(unit, chosen):
            refused[unit] = Broken(Fault.BARRED, tuple(against))
        elif rule.max_credits is not None and total + rule.pool[unit] > rule.max_credits:
            refused[unit] = Broken(Fault.TOO_MANY, credits=total + rule.pool[unit])
    return refused


def can_be_met(rule: Rule) -> bool:
    """Whether any choice of units meets the rule, decided by search."""
    return further(rule, ()) is not None


def least_units_left(rule: Rule, chosen: Iterable[str]) -> int | None:
    """The smallest number of further units that can meet the rule; None where no addition can, whatever its size."""
    units = further(rule, chosen)
    return None if units is None else len(units)


def further(rule: Rule, chosen: Iterable[str]) -> frozenset[str] | None:
    """One of the smallest sets of units that, added to ``chosen``, meet the rule; None where there is none.

    The mandatory units come first, since every answer holds them. The rest is a walk over the remaining units, each
    taken or left, in which choices that come to the same needs are one state (see ``_fewest``).
    """
    chosen = frozenset(chosen)
    base = chosen | rule.mandatory
    if any(_broken(rule, base)):
        return None
    free = rule.pool.keys() - base - refusals(rule, base).keys()
    found = _fewest(_needs(rule, base), _room(rule, base), _steps(rule, free))
    return None if found is None else (base - chosen) | frozenset(found)


def _missing(rule: Rule, counted: frozenset[str]):
    if absent := rule.mandatory - counted:
        yield Missing(Lack.MANDATORY, len(absent), units=tuple(sorted(absent)))
    credits, units, *groups = _needs(rule, counted)
    if credits:
        yield Missing(Lack.CREDITS, credits)
    if units:
        yield Missing(Lack.UNITS, units)
    for group, credits, units in zip(rule.groups, groups[::2], groups[1::2], strict=True):
        if credits:
            yield Missing(Lack.GROUP_CREDITS, credits, group.name, tuple(sorted(group.units - counted)))
        if units:
            yield Missing(Lack.GROUP_UNITS, units, group.name, tuple(sorted(group.units - counted)))


def _broken(rule: Rule, chosen: frozenset[str]):
    if outside := chosen - rule.pool.keys():
        yield Broken(Fault.OUTSIDE, tuple(sorted(outside)))
    for pair in sorted(tuple(sorted(pair)) for pair in rule.barred if pair <= chosen):
        yield Broken(Fault.BARRED, pair)
    if rule.max_credits is not None and rule.credits_of(chosen) > rule.max_credits:
        yield Broken(Fault.TOO_MANY, credits=rule.credits_of(chosen))


# What is needed and what a unit brings are vectors of one shape: credits, units, then credits and units of each group.
Vector = tuple[int, ...]


def _brought(rule: Rule, unit: str) -> Vector:
    brought = [rule.pool[unit], 1]
    for group in rule.groups:
        brought += [rule.pool[unit], 1] if unit in group.units else [0, 0]
    return tuple(brought)


def _needs(rule: Rule, counted: frozenset[str]) -> Vector:
    asked = [rule.min_credits, rule.min_units or 0]
    for group in rule.groups:
        asked += [group.min_credits or 0, group.min_units or 0]
    brought = [_brought(rule, unit) for unit in counted]
    return tuple(max(0, need - sum(column)) for need, *column in zip(asked, *brought, strict=True))


def _room(rule: Rule, counted: frozenset[str]) -> int | None:
    return None if rule.max_credits is None else rule.max_credits - rule.credits_of(counted)


@dataclass(frozen=True)
class _Step:
    """One unit on the walk: what it brings, and which units still to come it bars."""

    unit: str
    brings: Vector
    bars: frozenset[str]


def _steps(rule: Rule, free: Iterable[str]) -> list[_Step]:
    order = _order(rule, free)
    return [
        _Step(unit, _brought(rule, unit), frozenset(rule.barred_by(unit, order[position + 1 :])))
        for position, unit in enumerate(order)
    ]


def _order(rule: Rule, free: Iterable[str]) -> list[str]:
    """Large units first, so that small answers are found early; units that bar each other stand together.

    A blocked unit is part of the state only until its turn comes: the nearer the two of a pair, the fewer the states.
    """
    ordered: list[str] = []
    for unit in sorted(free, key=lambda unit: (-rule.pool[unit], unit)):
        cluster = [unit]
        for member in cluster:
            if member not in ordered:
                ordered.append(member)
                cluster += rule.barred_by(member, free)
    return ordered


def _fewest(needs: Vector, room: int | None, steps: list[_Step]) -> tuple[str, ...] | None:
    """The shortest run of units, no two barred, that brings all needs to nothing within ``room`` credits.

    A state is what is still needed, the room left and the units blocked; of all ways to one state the shortest is
    kept. A state is dropped when even the largest units left could not fill its needs, or not in fewer units than the
    best answer so far. In the worst case the states grow with the product of the minima; a pool of thirty units with
    ten pairs takes some 10 ms, with three overlapping groups besides less than half a second.
    """
    largest = [_running_totals(steps[position:], len(needs)) for position in range(len(steps) + 1)]
    best: tuple[str, ...] | None = None if any(needs) else ()
    states: dict[tuple[Vector, int | None, frozenset[str]], tuple[str, ...]] = {(needs, room, frozenset()): ()}
    for position, step in enumerate(steps):
        following: dict[tuple[Vector, int | None, frozenset[str]], tuple[str, ...]] = {}
        for state, taken in _after(states, step):
            if not any(state[0]) and (best is None or len(taken) < len(best)):
                best = taken
            least = _least(state[0], largest[position + 1])
            if least is None or (best is not None and len(taken) + least >= len(best)):
                continue
            if state not in following or len(taken) < len(following[state]):
                following[state] = taken
        states = following
    return best


def _after(states, step: _Step):
    """Each state with the unit of this step left, and, where it may be, taken."""
    for (needs, room, blocked), taken in states.items():
        yield (needs, room, blocked - {step.unit}), taken
        if step.unit in blocked or (room is not None and step.brings[0] > room):
            continue
        rest = tuple(max(0, need - brought) for need, brought in zip(needs, step.brings, strict=True))
        yield (rest, None if room is None else room - step.brings[0], blocked | step.bars), (*taken, step.unit)


def _running_totals(steps: list[_Step], width: int) -> list[list[int]]:
    """For each part of the vector: 0, the largest, the two largest, the three largest ... together."""
    totals = []
    for part in range(width):
        column = [0]
        for brought in sorted((step.brings[part] for step in steps), reverse=True):
            column.append(column[-1] + brought)
        totals.append(column)
    return totals


def _least(needs: Vector, largest: list[list[int]]) -> int | None:
    """No fewer units than these can fill the needs; None where all of them together cannot."""
    least = [bisect_left(totals, need) for need, totals in zip(needs, largest, strict=True)]
    impossible = any(count == len(totals) for count, totals in zip(least, largest, strict=True))
    return None if impossible else max(least)
