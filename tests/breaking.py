"""Statements that break rules of the database, as SQL over a row that is changed or repeated, and which rule refuses.

A model is named with its app; without one it is of qualifications.
"""

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from cmiportal.database import rule_broken

KINDS = ("Constraints", "Composite keys", "Triggers")


def model_of(name: str) -> type[models.Model]:
    """The model of that name."""
    return apps.get_model(name if "." in name else f"qualifications.{name}")


def table(name: str) -> str:
    """The table of the model."""
    return model_of(name)._meta.db_table


def change(name: str, where: str = "TRUE", /, **columns: str) -> str:
    """Change one row of the model."""
    said = ", ".join(f"{column} = {value}" for column, value in columns.items())
    return f"UPDATE {table(name)} AS one SET {said} WHERE {_key(name)} = ({one(name, where)})"


def repeat(name: str, where: str = "TRUE", /, **columns: str) -> str:
    """Add a row that is like another one but for its key and these columns."""
    fields = [field for field in model_of(name)._meta.concrete_fields if not field.generated]
    values = {field.column: f"one.{field.column}" for field in fields}
    keys = {"UUIDField": {"id": "gen_random_uuid()"}, "BigAutoField": {}}
    kind = fields[0].get_internal_type()
    if kind in keys:
        del values["id"]
    values |= keys.get(kind, {}) | columns
    into, said = ", ".join(f'"{column}"' for column in values), ", ".join(values.values())
    return (
        f"INSERT INTO {table(name)} ({into}) SELECT {said} FROM {table(name)} AS one"
        f" WHERE {_key(name)} = ({one(name, where)})"
    )


def one(name: str, where: str = "TRUE") -> str:
    """The key of one row, always the same."""
    key = _key(name)
    return f"SELECT {key} FROM {table(name)} AS t WHERE {where} ORDER BY {key} LIMIT 1"


def other(name: str, column: str, where: str = "TRUE") -> str:
    """A value of the column in another row."""
    return f"(SELECT {column} FROM {table(name)} AS t WHERE {where} ORDER BY {_key(name)} LIMIT 1)"


def moves_of(*names: str, somebody: str) -> dict[str, str]:
    """The statements that break the rules of the moves of these workflow rows."""
    return {
        rule: statement
        for name in names
        for short in [name.rpartition(".")[2].lower()]
        for rule, statement in {
            f"{short}event_sequence": repeat(f"{name}Event"),
            f"{short}event_one_actor": change(f"{name}Event", actor_id=somebody, link_id=other("links.Link", "id")),
            f"{short}event_payload_digest": change(
                f"{name}Event", payload_id="gen_random_uuid()", payload_digest="NULL"
            ),
        }.items()
    }


def refused_by(statement: str) -> str:
    """The name of the rule that refuses the statement; empty where nothing does."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
    except IntegrityError as error:
        return rule_broken(error)
    return ""


def rules_of(documented: dict[str, tuple[dict[str, str], dict[str, set[str]]]], *apps: str) -> set[str]:
    """The rules that the page of tables names for these apps.

    Save the keys that only serve other keys: they repeat a primary key, so nothing can break them.
    """
    return {
        name
        for label, (_, names) in documented.items()
        for kind in KINDS
        for name in names.get(kind, ())
        if label.partition(".")[0] in apps and not name.endswith("_key")
    }


def _key(name: str) -> str:
    return str(model_of(name)._meta.pk.column)
