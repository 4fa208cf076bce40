"""What of the portal names an account, what stands in the way of two becoming one, and the moving itself.

Nothing here knows a table: each app registers its own (``registry.MergeTable``), and a test finds the one that nobody
registered. Whatever the number of tables, counting is one query and asking for hindrances another.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import (
    BaseConstraint,
    Count,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    UniqueConstraint,
    Value,
)

from cmiportal.accounts.models import User
from cmiportal.database import compared_at_the_end
from cmiportal.registry import MergeTable, every

LOOKUPS = {RangeOperators.EQUAL: "exact", RangeOperators.OVERLAPS: "overlap"}
APART = "One account has judged, decided or answered for what is the other's ({rows}): they stay two accounts."


def tables() -> list[tuple[MergeTable, type[Model]]]:
    """What every app registered, with the models."""
    return [(table, apps.get_model(table.key)) for table in every(MergeTable)]


def compared(rule: BaseConstraint) -> dict[str, str] | None:
    """The fields that a rule over several rows compares, with the lookup for each; None for a rule over one row."""
    if isinstance(rule, UniqueConstraint):
        return dict.fromkeys(rule.fields, "exact")
    if isinstance(rule, ExclusionConstraint):
        return {str(field): LOOKUPS[operator] for field, operator in rule.expressions}
    return None


def rules_of(table: MergeTable, model: type[Model]) -> Iterator[tuple[str, str, dict[str, str], Q]]:
    """(name, column, other fields with their lookups, condition) of each rule that moving a column could break.

    A rule over the key breaks for nobody; nor does one that asks more than another without a condition.
    """
    rules = [rule for rule in model._meta.constraints if compared(rule)]
    fields = {rule.name: set(compared(rule) or ()) for rule in rules}
    whole = [fields[rule.name] for rule in rules if not rule.condition]  # type: ignore[attr-defined]
    for rule in rules:
        looked_at = compared(rule) or {}
        for column in fields[rule.name] & set(table.moves):
            if model._meta.pk.name in looked_at or any(column in less < fields[rule.name] for less in whole):
                continue
            others = {field: lookup for field, lookup in looked_at.items() if field != column}
            yield rule.name, column, others, rule.condition or Q()  # type: ignore[attr-defined]


def counts(person: User) -> dict[str, int]:
    """How many rows of each table go with that account, by "app.Model.column"; one query."""
    asked = [
        model._base_manager.filter(**{column: person})
        .order_by()
        .values(place=Value(f"{table.key}.{column}"))
        .annotate(rows=Count("pk"))
        for table, model in tables()
        for column in table.moves
    ]
    return {row["place"]: row["rows"] for row in _union(asked) if row["rows"]}


def hindrances(leaving: User, staying: User) -> list[str]:
    """The sentences of what registered tables have against the two being one; one query."""
    sentences: list[str] = []
    asked: list[QuerySet[Any]] = []
    for sentence, rows in _against(leaving, staying):
        number = Value(len(sentences), output_field=IntegerField())
        asked.append(rows.order_by().values(place=number).distinct())
        sentences.append(sentence)
    found = {row["place"] for row in _union(asked)}
    return list(dict.fromkeys(sentence for number, sentence in enumerate(sentences) if number in found))


def move_rows(leaving: User, staying: User) -> None:
    """Let every registered row of the one account name the other, and remove what ends with it."""
    # A child and its parent both name the person (composite keys): they are compared when both have moved.
    with compared_at_the_end():
        for table, model in tables():
            for column in table.moves:
                model._base_manager.filter(**{column: leaving}).update(**{column: staying})
            for column in table.ends:
                model._base_manager.filter(**{column: leaving}).delete()


def _against(leaving: User, staying: User) -> Iterator[tuple[str, QuerySet[Any]]]:
    """(sentence, the rows that speak for it)."""
    for table, model in tables():
        for name, column, others, condition in rules_of(table, model):
            if name in table.conflicts:
                yield table.conflicts[name], _clashing(model, column, others, condition, leaving, staying)
        for one, other in table.apart:
            crossed = Q(**{one: leaving, other: staying}) | Q(**{one: staying, other: leaving})
            yield APART.format(rows=table.called[1]), model._base_manager.filter(crossed)


def _clashing(
    model: type[Model], column: str, others: dict[str, str], condition: Q, leaving: User, staying: User
) -> QuerySet[Any]:
    rows = model._base_manager.filter(condition)
    same = {f"{field}__{lookup}": OuterRef(field) for field, lookup in others.items()}
    return rows.filter(Exists(rows.filter(**{column: staying}, **same)), **{column: leaving})


def _union(asked: Iterable[QuerySet[Any]]) -> QuerySet[Any]:
    first, *more = asked
    return first.union(*more, all=True)
