"""Bringing a membership file into the tables: what is new is added, what differs is changed, everything else is left.

Prices are examples: they are added where a product has none for that audience, and staff keep them from then on.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.billing.models import Price
from cmiportal.importing import BadFile, Report, all_or_nothing, bring_in
from cmiportal.visitors import publish

from ..models import Area, CharteredCriterion, Grade, Route
from ..rules.membership_file import judge

TABLES: tuple[tuple[type[models.Model], str, str], ...] = (
    (Grade, "grades", "grade"),
    (Route, "routes", "route"),
    (CharteredCriterion, "criteria", "criterion"),
    (Area, "areas", "area"),
)


@transaction.atomic
def import_membership(*, content: bytes) -> Report:
    """Bring the file in, all of it or nothing; raises BadFile where the file, or the database on seeing it, refuses."""
    document, faults = judge(content)
    if faults:
        raise BadFile(faults)
    report = Report()
    with all_or_nothing():
        for model, part, word in TABLES:
            bring_in(model, word, document[part], report, without=("routes",))
        _routes(document["criteria"], report)
        _prices(document["prices"], report)
    publish()
    return report


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
