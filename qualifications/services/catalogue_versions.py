"""The frozen half of a catalogue import: a version of a unit or of a rule is added only where its content differs.

A version enters unpublished, its children after it, and is published last, since nothing enters a published version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Model

from cmiportal.rules.days import uk_day

from ..models import (
    BarredPair,
    Criterion,
    LearningOutcome,
    PoolUnit,
    Qualification,
    QualificationVersion,
    RuleGroup,
    RuleGroupUnit,
    Unit,
    UnitVersion,
)
from ..rules.catalogue_meaning import rule_in
from .rule import pool_of, rules_of

UNIT_FACTS = ("title", "credits", "glh", "words_from", "words_to")
RULE_FACTS = ("min_credits", "max_credits", "min_units", "glh", "tqt")


@dataclass
class Versions:
    """``current`` version by the key of its unit or qualification; ``said`` is what to report about a new one."""

    current: dict[Any, Any] = field(default_factory=dict)
    said: dict[Any, str] = field(default_factory=dict)

    def changes(self, key: Any) -> list[str]:
        """The new version, as a list to be added to other changes."""
        return [self.said[key]] if key in self.said else []


def bring_in_units(units: Mapping[str, Unit], entries: Iterable[Mapping[str, Any]], *, at: datetime) -> Versions:
    """The current version of each unit by its number; a unit whose content differs gets a new one."""
    latest = _latest(UnitVersion, "unit", units.values(), "outcomes__criteria")
    numbers = _next_numbers(UnitVersion, "unit", units.values())
    found, new = Versions(), []
    for entry in entries:
        unit = units[entry["number"]]
        version = latest.get(unit.pk)
        if version is None or _content_of(version) != _content_in(entry):
            facts = {name: entry.get(name) for name in UNIT_FACTS}
            version = UnitVersion(unit=unit, number=numbers[unit.pk], **facts)
            found.said[unit.pk] = f"version {version.number}"
            new.append((version, entry["outcomes"]))
        found.current[unit.number] = version
    UnitVersion.objects.bulk_create(version for version, _ in new)
    _add_criteria(new)
    _publish(UnitVersion, [version for version, _ in new], at)
    return found


def bring_in_rules(
    entries: Iterable[tuple[Qualification, Mapping[str, Any]]],
    unit_versions: Mapping[str, UnitVersion],
    credits: Mapping[str, int],
    *,
    at: datetime,
) -> Versions:
    """A new version of each rule that differs, in words or because one of its units has a new version."""
    entries = list(entries)
    latest = _latest(QualificationVersion, "qualification", [row for row, _ in entries])
    numbers = _next_numbers(QualificationVersion, "qualification", [row for row, _ in entries])
    pool = pool_of(version.pk for version in latest.values())
    rules = rules_of(latest.values(), pool=pool)
    pins = {(unit.version_id, unit.unit.number): unit.unit_version_id for unit in pool}
    found, new = Versions(), []
    for qualification, entry in entries:
        version = latest.get(qualification.pk)
        starts = _starts(entry, version, uk_day(at))
        if version is not None and (
            rules[version.pk] == rule_in(entry, credits)
            and all(pins[version.pk, number] == unit_versions[number].pk for number in entry["units"])
            and (version.glh, version.tqt) == (entry.get("glh"), entry.get("tqt"))
            and version.effective_from == (starts if "effective_from" in entry else version.effective_from)
        ):
            continue
        facts = {name: entry.get(name) for name in RULE_FACTS}
        number = numbers[qualification.pk]
        version = QualificationVersion(qualification=qualification, number=number, effective_from=starts, **facts)
        found.said[qualification.pk] = f"rule version {number}"
        new.append((version, entry))
    QualificationVersion.objects.bulk_create(version for version, _ in new)
    _add_pools(new, unit_versions)
    _publish(QualificationVersion, [version for version, _ in new], at)
    return found


def _latest(model: type[Model], parent: str, rows: Iterable[Model], *related: str) -> dict[int, Any]:
    """The latest published version of each parent row, by the parent's key."""
    versions = model._default_manager.filter(**{f"{parent}__in": list(rows)}, published_at__isnull=False)
    versions = versions.order_by(f"{parent}_id", "-number").distinct(f"{parent}_id").prefetch_related(*related)
    return {getattr(version, f"{parent}_id"): version for version in versions}


def _next_numbers(model: type[Model], parent: str, rows: Iterable[Model]) -> dict[int, int]:
    """The number that the next version of each parent row takes; drafts that staff began count."""
    rows = list(rows)
    numbered = model._default_manager.filter(**{f"{parent}__in": rows}).order_by().values_list(parent)
    taken = dict(numbered.annotate(last=Max("number")))
    return {row.pk: taken.get(row.pk, 0) + 1 for row in rows}


def _content_of(version: UnitVersion) -> tuple[Any, ...]:
    facts = tuple(getattr(version, name) for name in UNIT_FACTS)
    return facts, [
        (outcome.text, [(criterion.code, criterion.verb, criterion.text) for criterion in outcome.criteria.all()])
        for outcome in version.outcomes.all()
    ]


def _content_in(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    facts = tuple(entry.get(name) for name in UNIT_FACTS)
    return facts, [
        (
            outcome["text"],
            [(criterion["code"], criterion["verb"], criterion["text"]) for criterion in outcome["criteria"]],
        )
        for outcome in entry["outcomes"]
    ]


def _add_criteria(new: list[tuple[UnitVersion, list[dict[str, Any]]]]) -> None:
    outcomes = [
        (LearningOutcome(unit_version=version, number=number, text=outcome["text"]), outcome["criteria"])
        for version, stated in new
        for number, outcome in enumerate(stated, start=1)
    ]
    LearningOutcome.objects.bulk_create(outcome for outcome, _ in outcomes)
    Criterion.objects.bulk_create(
        Criterion(
            unit_version_id=outcome.unit_version_id,
            outcome=outcome,
            position=100 * outcome.number + position,
            **criterion,
        )
        for outcome, criteria in outcomes
        for position, criterion in enumerate(criteria, start=1)
    )


def _starts(entry: Mapping[str, Any], latest: QualificationVersion | None, today: date) -> date:
    """When a version takes effect: the day in the file, else today, and never before the version that it follows."""
    said = date.fromisoformat(entry["effective_from"]) if "effective_from" in entry else today
    return said if latest is None else max(said, latest.effective_from)


def _add_pools(new: list[tuple[QualificationVersion, Mapping[str, Any]]], units: Mapping[str, UnitVersion]) -> None:
    PoolUnit.objects.bulk_create(
        PoolUnit(
            version=version,
            unit_id=units[number].unit_id,
            unit_version=units[number],
            mandatory=number in entry.get("mandatory", ()),
        )
        for version, entry in new
        for number in entry["units"]
    )
    groups = [
        (
            RuleGroup(
                version=version,
                name=group["name"],
                min_credits=group.get("min_credits"),
                min_units=group.get("min_units"),
            ),
            group["units"],
        )
        for version, entry in new
        for group in entry.get("groups", ())
    ]
    RuleGroup.objects.bulk_create(group for group, _ in groups)
    RuleGroupUnit.objects.bulk_create(
        RuleGroupUnit(group=group, version_id=group.version_id, unit_id=units[number].unit_id)
        for group, members in groups
        for number in members
    )
    pairs = [
        (version, sorted(units[number].unit_id for number in pair))
        for version, entry in new
        for pair in entry.get("barred", ())
    ]
    BarredPair.objects.bulk_create(
        BarredPair(version=version, first_id=first, second_id=second) for version, (first, second) in pairs
    )


def _publish(model: type[Model], versions: list[Any], at: datetime) -> None:
    model._default_manager.filter(pk__in=[version.pk for version in versions]).update(published_at=at)
