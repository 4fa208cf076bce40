"""Bringing a catalogue file into the tables: what is new is added, what differs is changed, everything else is left.

Texts, days and fees are corrected in place. What a learner was promised (a unit's title, credits and criteria, a rule
of combination) is frozen once published, so a difference there makes a new version, and whoever is registered keeps
theirs. A field that the file does not give is left as it is, and so is whatever the file does not name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from cmiportal.database import rule_broken
from cmiportal.search.services import rebuild_source
from cmiportal.visitors import publish

from ..models import Level, Qualification, Unit
from ..rules.catalogue_file import judge
from ..rules.catalogue_places import Fault
from . import catalogue_versions

LEVEL_FIELDS = ("audience", "roles", "comparable", "words_from", "words_to", "referencing")
UNIT_FIELDS = ("level_id", "theme", "aim")
QUALIFICATION_FIELDS = (
    *("title", "level_id", "size", "size_rank", "suite", "code", "ofqual_number", "minimum_age"),
    *("summary", "audience", "assessment", "fee_pence"),
    *("operational_start", "last_registration", "last_certification"),
)
# What the search finds of it (kinds/search.py).
FOUND = ("level", "unit", "qualification")
DAYS = ("operational_start", "last_registration", "last_certification")


class BadCatalogue(Exception):
    """The file is refused, and nothing was written; ``faults`` names everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass
class Report:
    """What an import did: a line for each thing added or changed, the number of those left as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: int = 0
    unnamed: int = 0

    def note(self, what: str, *, is_new: bool, changes: Iterable[str]) -> None:
        """Take down one entry of the file."""
        said = ", ".join(changes)
        if is_new:
            self.added.append(what)
        elif said:
            self.changed.append(f"{what}: {said}")
        else:
            self.left += 1


def import_catalogue(*, content: bytes, at: datetime, dry_run: bool = False) -> Report:
    """Bring the file in, all of it or nothing; a dry run does all the same work and takes it back.

    Raises BadCatalogue where the file, or the database on seeing it, refuses.
    """
    document, faults = judge(content)
    if faults:
        raise BadCatalogue(faults)
    try:
        with transaction.atomic():
            report = _bring_in(document, at)
            publish()
            for source in FOUND if report.added or report.changed else ():
                rebuild_source(source, at=at)
            transaction.set_rollback(dry_run)
    except IntegrityError as error:
        detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", None) or str(error)
        raise BadCatalogue([Fault("the database", f"refuses by its rule {rule_broken(error)}. {detail}")]) from error
    return report


def _bring_in(document: Mapping[str, Any], at: datetime) -> Report:
    report = Report()
    levels, units, qualifications = document["levels"], document["units"], document["qualifications"]
    for entry, _, is_new, changes in _rows(Level, "number", levels, LEVEL_FIELDS):
        report.note(f"level {entry['number']}", is_new=is_new, changes=changes)
    unit_rows = _rows(Unit, "number", units, UNIT_FIELDS)
    unit_versions = catalogue_versions.bring_in_units({row.number: row for _, row, _, _ in unit_rows}, units, at=at)
    for entry, row, is_new, changes in unit_rows:
        changes = [*changes, *unit_versions.changes(row.pk)]
        report.note(f"unit {entry['number']} {entry['title']}", is_new=is_new, changes=changes)
    rows = _rows(Qualification, "slug", qualifications, QUALIFICATION_FIELDS)
    ruled = [(row, entry["rule"]) for entry, row, _, _ in rows if "rule" in entry]
    credits = {unit["number"]: unit["credits"] for unit in units}
    rules = catalogue_versions.bring_in_rules(ruled, unit_versions.current, credits, at=at)
    for entry, row, is_new, changes in rows:
        changes = [*changes, *rules.changes(row.pk)]
        report.note(f"qualification {entry['slug']}", is_new=is_new, changes=changes)
    report.unnamed = sum(
        model.objects.exclude(**{f"{key}__in": [entry[key] for entry in entries]}).count()
        for model, key, entries in (
            (Level, "number", levels),
            (Unit, "number", units),
            (Qualification, "slug", qualifications),
        )
    )
    return report


def _rows(model: type[models.Model], key: str, entries: list[dict[str, Any]], fields: tuple[str, ...]) -> list[Any]:
    """Add and correct the rows of one table: (entry, row, is new, what changed in a row that was there) of each."""
    known = model._default_manager.in_bulk([entry[key] for entry in entries], field_name=key)
    found = []
    for entry in entries:
        values = {name: value for name, value in _values(entry).items() if name in fields}
        row = known.get(entry[key]) or model(**{key: entry[key]})
        changes = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changes:
            setattr(row, name, values[name])
        said = [name.removesuffix("_id") for name in changes if name != "size_rank"]
        found.append((entry, row, row._state.adding, [] if row._state.adding else said))
    model._default_manager.bulk_create([row for _, row, is_new, _ in found if is_new])
    model._default_manager.bulk_update([row for _, row, _, changes in found if changes], fields)
    return found


def _values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as columns: a level by its key, days as days, the size with its rank."""
    values = dict(entry)
    if "level" in entry:
        values["level_id"] = entry["level"]
    if "size" in entry:
        values["size_rank"] = Qualification.Size.values.index(entry["size"]) + 1
    for name in DAYS:
        if entry.get(name):
            values[name] = date.fromisoformat(entry[name])
    return values
