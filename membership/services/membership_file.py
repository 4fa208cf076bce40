"""Bringing a membership file into the tables: what is new is added, what differs is changed, everything else is left.

Prices are examples: they are added where a product has none for that audience, and staff keep them from then on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.billing.models import Price
from cmiportal.database import rule_broken
from cmiportal.visitors import publish

from ..models import Area, CharteredCriterion, Grade, Route
from ..rules.membership_file import judge

TABLES: tuple[tuple[type[models.Model], str, str], ...] = (
    (Grade, "grades", "grade"),
    (Route, "routes", "route"),
    (CharteredCriterion, "criteria", "criterion"),
    (Area, "areas", "area"),
)


class BadFile(Exception):
    """The file is refused, and nothing was written; ``faults`` names everything that is wrong with it."""

    def __init__(self, faults: Iterable[str]):
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass
class Report:
    """What an import did: a line for each thing added or changed, the number of those left as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: int = 0


@transaction.atomic
def import_membership(*, content: bytes) -> Report:
    """Bring the file in, all of it or nothing; raises BadFile where the file, or the database on seeing it, refuses."""
    document, faults = judge(content)
    if faults:
        raise BadFile(faults)
    report = Report()
    try:
        with transaction.atomic():
            for model, part, word in TABLES:
                _rows(model, word, document[part], report)
            _routes(document["criteria"], report)
            _prices(document["prices"], report)
    except IntegrityError as error:
        raise BadFile([f"the database refuses by its rule {rule_broken(error)}."]) from error
    publish()
    return report


def _rows(model: type[models.Model], word: str, entries: list[dict[str, Any]], report: Report) -> None:
    known = model._default_manager.in_bulk([entry["key"] for entry in entries])
    names = [name for name in entries[0] if name not in ("key", "routes")] if entries else []
    new, changed = [], []
    for entry in entries:
        row = known.get(entry["key"]) or model(key=entry["key"])
        differs = [name for name in names if getattr(row, name) != entry[name]]
        for name in differs:
            setattr(row, name, entry[name])
        if row._state.adding:
            new.append(row)
            report.added.append(f"{word} {entry['key']}")
        elif differs:
            changed.append(row)
            report.changed.append(f"{word} {entry['key']}: {', '.join(differs)}")
        else:
            report.left += 1
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, names)


def _routes(entries: list[dict[str, Any]], report: Report) -> None:
    """Which routes ask for which criteria."""
    rows = CharteredCriterion.objects.prefetch_related("routes").in_bulk([entry["key"] for entry in entries])
    for entry in entries:
        row = rows[entry["key"]]
        if {route.key for route in row.routes.all()} != set(entry["routes"]):
            row.routes.set(entry["routes"])
            if f"criterion {row.key}" not in report.added:
                report.left -= not any(line.startswith(f"criterion {row.key}:") for line in report.changed)
                report.changed.append(f"criterion {row.key}: routes")


def _prices(entries: list[dict[str, Any]], report: Report) -> None:
    priced = set(Price.objects.values_list("product", "audience"))
    new = [_price(entry) for entry in entries if (entry["product"], entry["audience"]) not in priced]
    Price.objects.bulk_create(new)
    report.added += [f"price of {price}" for price in new]
    report.left += len(entries) - len(new)


def _price(entry: Mapping[str, Any]) -> Price:
    until = entry["until"] and date.fromisoformat(entry["until"])
    return Price(
        product=entry["product"],
        audience=entry["audience"],
        pence=entry["pence"],
        vat_basis_points=entry["vat_basis_points"],
        during=DateRange(date.fromisoformat(entry["since"]), until),
        source=entry["source"],
    )
