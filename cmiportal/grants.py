"""What the application role may do to each table: history can be added to and read, never rewritten.

The owner of the tables migrates; the web and worker processes run as a role that ``manage.py grant_application_role``
gives exactly what stands here. A model says so itself, ``grants = INSERT_ONLY``; without a word everything is
allowed. Foreign keys are checked as the owner of the tables, so a frozen row can still be pointed at.

Where only some columns may change, save with ``update_fields``: a plain ``save()`` writes them all and is refused.
``select_for_update()`` needs a column that may change.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pghistory.models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model


@dataclass(frozen=True)
class Grants:
    """Besides reading and adding rows; ``update`` is every column, none, or the fields of these names alone."""

    update: bool | tuple[str, ...] = True
    delete: bool = True


EVERYTHING = Grants()
INSERT_ONLY = Grants(update=False, delete=False)


def grants_of(model: type[Model]) -> Grants:
    """What the model declares; pghistory's models, which declare nothing, are history like our own."""
    if issubclass(model, pghistory.models.Event):
        return INSERT_ONLY
    if issubclass(model, pghistory.models.Context):
        return Grants(update=("metadata", "updated_at"), delete=False)  # until it settles: trigger context_settled
    return getattr(model, "grants", EVERYTHING)


def privileges(model: type[Model], connection: BaseDatabaseWrapper) -> str:
    """The list of privileges for a GRANT on the model's table: ``SELECT, INSERT, UPDATE ("verdict")``."""
    grants = grants_of(model)
    words = ["SELECT", "INSERT"]
    if grants.update is True:
        words.append("UPDATE")
    elif grants.update:
        columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
        named = ", ".join(connection.ops.quote_name(columns[name]) for name in grants.update)
        words.append(f"UPDATE ({named})")
    if grants.delete:
        words.append("DELETE")
    return ", ".join(words)


def grant_statements(models: Iterable[type[Model]], role: str, connection: BaseDatabaseWrapper) -> list[str]:
    """SQL that takes from the role what it had in the current schema and gives it what the models allow.

    Tables of no model (Django's list of migrations) can be read. TRUNCATE is given nowhere.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = quote(cursor.fetchone()[0])
    everywhere = f"IN SCHEMA {schema}"
    return [
        f"REVOKE ALL ON ALL TABLES {everywhere} FROM {quote(role)}",
        f"REVOKE ALL ON ALL SEQUENCES {everywhere} FROM {quote(role)}",
        f"GRANT USAGE ON SCHEMA {schema} TO {quote(role)}",
        f"GRANT SELECT ON ALL TABLES {everywhere} TO {quote(role)}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES {everywhere} TO {quote(role)}",
        *(
            f"GRANT {privileges(model, connection)} ON {quote(model._meta.db_table)} TO {quote(role)}"
            for model in models
        ),
    ]
