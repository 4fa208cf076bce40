"""From the rows of a frozen version to the pure rule of combination, in two queries however many versions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from ..models import BarredPair, PoolUnit, QualificationVersion, RuleGroup, RuleGroupUnit
from ..rules.combination import Group, Rule


def rule_of(version: QualificationVersion) -> Rule:
    """The rule of one version; two queries."""
    return rules_of([version])[version.pk]


def rules_of(versions: Iterable[QualificationVersion], *, pool: Iterable[PoolUnit] | None = None) -> dict[int, Rule]:
    """The rule of each version by its key; two queries together, one where ``pool`` (see ``pool_of``) is at hand."""
    versions = list(versions)
    keys = [version.pk for version in versions]
    pools: dict[int, list[PoolUnit]] = defaultdict(list)
    for row in pool_of(keys) if pool is None else pool:
        pools[row.version_id].append(row)
    asked = _asked(keys)
    return {
        version.pk: Rule(
            pool={row.unit.number: row.unit_version.credits for row in pools[version.pk]},
            min_credits=version.min_credits,
            max_credits=version.max_credits,
            min_units=version.min_units,
            groups=tuple(_group(row) for row in asked[version.pk][0]),
            mandatory=frozenset(row.unit.number for row in pools[version.pk] if row.mandatory),
            barred=frozenset(frozenset(pair) for pair in asked[version.pk][1]),
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


def _asked(versions: list[int]) -> dict[int, tuple[list[dict[str, Any]], list[list[str]]]]:
    """By the key of a version its groups, each with the numbers of its units, and its barred pairs; one query."""
    members = RuleGroupUnit.objects.filter(group=OuterRef("pk"))
    groups = RuleGroup.objects.filter(version=OuterRef("pk")).order_by("pk")
    row = JSONObject(
        name="name",
        min_credits="min_credits",
        min_units="min_units",
        units=ArraySubquery(members.values_list("unit__number")),
    )
    pairs = BarredPair.objects.filter(version=OuterRef("pk"))
    pair = JSONObject(first="first__number", second="second__number")
    found = QualificationVersion.objects.filter(pk__in=versions).values_list(
        "pk", ArraySubquery(groups.values_list(row)), ArraySubquery(pairs.values_list(pair))
    )
    return {key: (each, [list(one.values()) for one in barred]) for key, each, barred in found}


def _group(row: dict[str, Any]) -> Group:
    return Group(row["name"], frozenset(row["units"]), row["min_credits"], row["min_units"])
