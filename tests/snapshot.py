"""All rows of the database, taken once and put back as often as wanted: faster than to make them again."""

import io
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

NOT_ROWS = {"django_migrations"}


@dataclass(frozen=True)
class Snapshot:
    """The rows of each table that has any, as PostgreSQL copies them, and how far each sequence was."""

    at: datetime
    tables: dict[str, bytes]
    sequences: dict[str, int]


def take(*, at: datetime) -> Snapshot:
    """What the database holds now; ``at`` is the moment that the rows are about."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name not in NOT_ROWS]
        tables = {}
        for name in names:
            copied = io.BytesIO()
            cursor.copy_expert(f'COPY "{name}" ({_columns(cursor, name)}) TO STDOUT', copied)
            tables[name] = copied.getvalue()
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        sequences = dict(cursor.fetchall())
    return Snapshot(at, tables, sequences)


@transaction.atomic
def put_back(snapshot: Snapshot) -> None:
    """Make the database hold those rows and no others; triggers and foreign keys stay silent meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, rows in snapshot.tables.items():
            cursor.execute(f'DELETE FROM "{name}"')
            if rows:
                cursor.copy_expert(f'COPY "{name}" ({_columns(cursor, name)}) FROM STDIN', io.BytesIO(rows))
        for name, value in snapshot.sequences.items():
            cursor.execute(f'SELECT setval(%s, greatest(%s, (SELECT last_value FROM "{name}")))', [name, value])
        cursor.execute("SET LOCAL session_replication_role = origin")
    ContentType.objects.clear_cache()


def _columns(cursor, table: str) -> str:
    """Those that are written, in the table's order; what is generated follows from them."""
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [f'"{table}"'],
    )
    return cursor.fetchone()[0]
