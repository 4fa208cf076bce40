"""From the rows of a frozen version to the pure rule of combination, in few queries however many versions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..models import BarredPair, PoolUnit, QualificationVersion, RuleGroup, RuleGroupUnit
from ..rules.combination import Group, Rule


def rule_of(version: QualificationVersion) -> Rule:
    """The rule of one version; four queries."""
    return rules_of([version])[version.pk]


def rules_of(versions: Iterable[QualificationVersion], *, pool: Iterable[PoolUnit] | None = None) -> dict[int, Rule]:
    """The rule of each version by its key; four queries together, three where ``pool`` (see ``pool_of``) is at hand."""
    versions = list(versions)
    keys = [version.pk for version in versions]
    pools: dict[int, list[PoolUnit]] = defaultdict(list)
    for row in pool_of(keys) if pool is None else pool:
        pools[row.version_id].append(row)
    groups = _groups(keys)
    barred: dict[int, set[frozenset[str]]] = defaultdict(set)
    pairs = BarredPair.objects.filter(version__in=keys)
    for key, first, second in pairs.values_list("version", "first__number", "second__number"):
        barred[key].add(frozenset((first, second)))
    return {
        version.pk: Rule(
            pool={row.unit.number: row.unit_version.credits for row in pools[version.pk]},
            min_credits=version.min_credits,
            max_credits=version.max_credits,
            min_units=version.min_units,
            groups=tuple(groups[version.pk]),
            mandatory=frozenset(row.unit.number for row in pools[version.pk] if row.mandatory),
            barred=frozenset(barred[version.pk]),
        )
        for version in versions
    }


def pool_of(versions: Iterable[int]) -> list[PoolUnit]:
    """The units of these versions (their keys) with number, title and credits, in order of their numbers."""
    rows = PoolUnit.objects.filter(version__in=versions).select_related("unit", "unit_version")
    return list(rows.order_by("unit__number"))


def with_passes(rule: Rule, passed: Mapping[str, int]) -> Rule:
    """The rule with the credits of the versions that were passed (``{"601": 6}``), which may be older ones."""
    known = {number: credits for number, credits in passed.items() if number in rule.pool}
    return replace(rule, pool={**rule.pool, **known})


def _groups(versions: list[int]) -> dict[int, list[Group]]:
    members: dict[int, set[str]] = defaultdict(set)
    rows = RuleGroupUnit.objects.filter(version__in=versions)
    for group, number in rows.values_list("group", "unit__number"):
        members[group].add(number)
    found: dict[int, list[Group]] = defaultdict(list)
    for row in RuleGroup.objects.filter(version__in=versions).order_by("pk"):
        units = frozenset(members[row.pk])
        found[row.version_id].append(Group(row.name, units, row.min_credits, row.min_units))
    return found
