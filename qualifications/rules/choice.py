"""Changing a choice of units when some units are passed already: plain values in, plain values out."""

from collections.abc import Iterable

from .combination import Broken, Fault, Rule, check, refusals


def countable_passes(rule: Rule, passed: Iterable[str]) -> frozenset[str]:
    """The passed units of the pool that count: where two bar each other, or the maximum is reached, the larger ones.

    A pass is held for good and may come from another qualification, so what does not fit is left out, not refused.
    """
    counted: set[str] = set()
    for unit in sorted(rule.pool.keys() & set(passed), key=lambda unit: (-rule.pool[unit], unit)):
        if not refusals(rule, counted, [unit]):
            counted.add(unit)
    return frozenset(counted)


def made_worse(rule: Rule, before: Iterable[str], after: Iterable[str]) -> tuple[Broken, ...]:
    """What the rule refuses in ``after`` and did not already refuse in ``before``.

    A choice that stopped fitting by itself, because a unit was passed elsewhere, can thus still be changed for the
    better; more credits above the maximum are worse, fewer are not.
    """
    known = check(rule, before).broken
    most = max((broken.credits for broken in known if broken.fault is Fault.TOO_MANY), default=0)
    return tuple(
        broken
        for broken in check(rule, after).broken
        if broken not in known and not (broken.fault is Fault.TOO_MANY and broken.credits <= most)
    )
