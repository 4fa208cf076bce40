"""Which of the passed units make an award."""

from collections.abc import Mapping
from dataclasses import replace

from .combination import Rule, check, further


def countable(rule: Rule, passed: Mapping[str, int]) -> frozenset[str] | None:
    """The passed units that count, or None while they do not meet the rule.

    ``passed`` maps unit numbers to the credits of the version that was passed. All of them count where the rule
    allows it; where two bar each other or the maximum is passed, the fewest that meet the rule.
    """
    own = replace(rule, pool={**rule.pool, **{unit: credits for unit, credits in passed.items() if unit in rule.pool}})
    units = frozenset(unit for unit in passed if unit in rule.pool)
    if check(own, units).met:
        return units
    return further(replace(own, pool={unit: own.pool[unit] for unit in units}), ())
