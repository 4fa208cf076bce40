"""Every table that names an account says what becomes of it in a merge, and of each rule that a merge could break."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, F

from cmiportal.accounts.models import User
from cmiportal.database import moves_with_its_person
from cmiportal.grants import grants_of
from cmiportal.merging.tables import compared, rules_of, tables
from cmiportal.registry import MergeTable, every, find

REGISTERED = every(MergeTable)
BY_KEY = pytest.mark.parametrize("table", REGISTERED, ids=lambda table: table.key)


def naming_columns():
    """(table, column) of all that point at an account; what pghistory keeps is the past as it was and stays."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, pghistory.models.Event | pghistory.models.Events)
        for field in model._meta.concrete_fields
        if field.related_model is User
    }


def columns(table):
    return (*table.moves, *table.keeps, *table.ends)


def test_each_column_that_names_an_account_moves_stays_or_ends():
    said = [(table.key, column) for table in REGISTERED for column in columns(table)]

    assert sorted(said) == sorted(naming_columns())


@BY_KEY
def test_each_rule_that_a_merge_could_break_has_a_sentence_or_is_seen_to(table):
    model = apps.get_model(table.key)
    together = {"_".join(fields) for fields in model._meta.unique_together if set(fields) & set(table.moves)}
    rules = {name for name, *_ in rules_of(table, model)} | together

    assert rules == set(table.conflicts) | set(table.settles)
    assert bool(table.settles) == bool(table.settle)
    assert not [field.name for field in model._meta.concrete_fields if field.name in table.moves and field.unique]


@BY_KEY
def test_whom_the_database_keeps_apart_is_kept_apart_by_a_merge(table):
    model = apps.get_model(table.key)
    pairs = {
        frozenset((column, other))
        for rule in model._meta.constraints
        if isinstance(rule, CheckConstraint) and not compared(rule)
        for column, other in pairs_of(rule.condition)
    }

    assert {pair for pair in pairs if pair & set(table.moves)} <= {frozenset(pair) for pair in table.apart}


def pairs_of(condition):
    """The pairs of columns that a check compares, however deep in it."""
    for part in condition.children:
        if hasattr(part, "children"):
            yield from pairs_of(part)
        elif isinstance(part, tuple) and isinstance(part[1], F):
            yield part[0], part[1].name


@BY_KEY
def test_what_moves_can_be_written_by_the_application(table):
    grants = grants_of(apps.get_model(table.key))

    assert grants.update is True or not set(table.moves) - set(grants.update or ())
    assert grants.delete or not table.ends


@pytest.mark.django_db
def test_a_key_over_a_column_that_moves_can_wait_for_the_end():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, condeferrable, array(SELECT attname::text FROM pg_attribute"
            " WHERE attrelid = conrelid AND attnum = ANY (conkey)) FROM pg_constraint"
            " WHERE contype = 'f' AND cardinality(conkey) > 1"
        )
        keys = cursor.fetchall()
    moving = {
        (model._meta.db_table, model._meta.get_field(column).column)
        for table, model in tables()
        for column in table.moves
    }

    assert [name for table, name, waits, of in keys if not waits and {(table, one) for one in of} & moving] == []


def test_each_pair_that_is_kept_apart_leads_to_two_accounts():
    for table, model in tables():
        for path in {path for pair in table.apart for path in pair}:
            of = model
            for part in path.split("__"):
                of = of._meta.get_field(part).related_model
            assert of is User, (table.key, path)


def test_a_table_that_nobody_registered_is_found(monkeypatch):
    kept = [table for table in REGISTERED if table.key != "membership.CpdEntry"]

    assert ("membership.CpdEntry", "person") in naming_columns() - {
        (table.key, column) for table in kept for column in columns(table)
    }
    assert find(MergeTable, "membership.CpdEntry").moves == ("person",)
    assert "refuse_unless_merged('owner_id')" in moves_with_its_person("t", "n", "owner_id").sql
