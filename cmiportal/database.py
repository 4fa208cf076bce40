"""The SQL that Django's models cannot say, for migrations, and the sentences for what the database refuses.

All raw SQL of the project goes through these functions. Names are those of docs/schema.md, which a test compares with
``pg_constraint`` and ``pg_trigger``; another one breaks every rule (tests/qualifications/test_database_rules.py).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, transaction
from django.db.migrations.operations import RunSQL
from django.db.models import CharField, Func, Model, QuerySet, TextField


def composite_key(table: str, name: str, columns: str, to: str, references: str, *, deferred: bool = False) -> RunSQL:
    """A foreign key over several columns: a child agrees with its grandparent, whoever writes the row."""
    when = " DEFERRABLE INITIALLY DEFERRED" if deferred else ""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {to} ({references}){when}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def state_is_last_event(table: str, name: str, subject: str) -> RunSQL:
    """No state without the event that led to it: (id, moves, state) of the row is one of its events at commit."""
    return composite_key(
        table,
        f"{name}_state_is_last_event",
        "id, moves, state",
        f"{table}event",
        f"{subject}_id, sequence, to_state",
        deferred=True,
    )


def functions() -> list[RunSQL]:
    """The three functions that constraints and triggers of this project call."""
    return [
        RunSQL(
            # convert_to is not immutable, a check constraint needs a function that is.
            "CREATE FUNCTION sha256_text(text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
            "AS $$ SELECT sha256(convert_to($1, 'UTF8')) $$",
            "DROP FUNCTION sha256_text(text)",
        ),
        RunSQL(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; "
            "END $$",
            "DROP FUNCTION refuse_change()",
        ),
        RunSQL(
            # FOR SHARE on the parent: publishing and editing cannot cross.
            "CREATE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "DECLARE published boolean; parent bigint; BEGIN "
            "FOREACH parent IN ARRAY ARRAY["
            "CASE WHEN TG_OP <> 'INSERT' THEN (to_jsonb(OLD) ->> TG_ARGV[1])::bigint END, "
            "CASE WHEN TG_OP <> 'DELETE' THEN (to_jsonb(NEW) ->> TG_ARGV[1])::bigint END] LOOP "
            "IF parent IS NOT NULL THEN "
            "EXECUTE format('SELECT published_at IS NOT NULL FROM %I.%I WHERE id = $1 FOR SHARE', "
            "TG_TABLE_SCHEMA, TG_ARGV[0]) INTO published USING parent; "
            "IF published THEN RAISE EXCEPTION 'published version is frozen' "
            "USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; END IF; END IF; END LOOP; "
            "RETURN COALESCE(NEW, OLD); END $$",
            "DROP FUNCTION refuse_published()",
        ),
    ]


def frozen_once_published(table: str, name: str, parent: str, column: str) -> RunSQL:
    """Nothing enters, changes or leaves under a published parent row; ``column`` points at the parent's id."""
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_published('{parent}', '{column}')",
        f"DROP TRIGGER {name} ON {table}",
    )


def frozen_itself(table: str, name: str, *, when: str, events: str = "UPDATE") -> RunSQL:
    """A row that may not be changed (or removed) while ``when`` holds: SQL over OLD, and NEW for updates alone."""
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER {name} ON {table}",
    )


def deferrable(table: str, *names: str) -> list[RunSQL]:
    """Let these keys of the table wait for the end of a transaction that asks for it; else they hold as before.

    Neither rewrites the table nor reads it.
    """
    return [
        RunSQL(
            f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY IMMEDIATE",
            f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE",
        )
        for name in names
    ]


def refuse_unless_merged() -> RunSQL:
    """The function that lets a row go from one account to another only where a merge of the two is written down."""
    return RunSQL(
        "CREATE FUNCTION refuse_unless_merged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NOT EXISTS (SELECT FROM merging_merge WHERE closed_id = (to_jsonb(OLD) ->> TG_ARGV[0])::bigint "
        "AND kept_id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint) THEN "
        "RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; "
        "END IF; RETURN NEW; END $$",
        "DROP FUNCTION refuse_unless_merged()",
    )


def moves_with_its_person(table: str, name: str, column: str) -> RunSQL:
    """The column, which names an account, changes with a merge alone: see ``refuse_unless_merged``."""
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) EXECUTE FUNCTION refuse_unless_merged('{column}')",
        f"DROP TRIGGER {name} ON {table}",
    )


def sequence(name: str) -> RunSQL:
    """A counter for numbers that people read; gaps are allowed (invoices have their own locked row)."""
    return RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}")


def immutable_unaccent() -> RunSQL:
    """``immutable_unaccent(text)`` for generated columns: without accents, in small letters."""
    return RunSQL(
        # unaccent(text) looks its dictionary up and so is not immutable; unaccent(regdictionary, text) names it.
        "CREATE FUNCTION immutable_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
        "AS $$ SELECT lower(public.unaccent('public.unaccent', $1)) $$",
        "DROP FUNCTION immutable_unaccent(text)",
    )


def text_search(name: str, copy: str, dictionary: str) -> list[RunSQL]:
    """A text search configuration that folds accents before ``dictionary``; ``copy`` is the one it is made from."""
    return [
        RunSQL(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {copy})", f"DROP TEXT SEARCH CONFIGURATION {name}"),
        RunSQL(
            f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR hword, hword_part, word "
            f"WITH unaccent, {dictionary}",
            RunSQL.noop,
        ),
    ]


def picture_ids() -> RunSQL:
    """``picture_ids(text)``: the ids that a text of an editor names as ``picture:…``, in small letters."""
    return RunSQL(
        "CREATE FUNCTION picture_ids(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
        "AS $$ SELECT ARRAY(SELECT lower((regexp_matches($1, 'picture:([0-9a-f-]{36})', 'gi'))[1])) $$",
        "DROP FUNCTION picture_ids(text)",
    )


class PictureIds(Func):
    """``picture_ids(text)`` as an expression: which pictures a text shows."""

    function = "picture_ids"
    arity = 1
    output_field = ArrayField(TextField())


def short_rows(table: str, *, over: int) -> RunSQL:
    """Long columns of the table are kept apart from a row over so many bytes, so that reading the others is quick."""
    return RunSQL(
        f"ALTER TABLE {table} SET (toast_tuple_target = {over})", f"ALTER TABLE {table} RESET (toast_tuple_target)"
    )


def stems_of(words: Sequence[str], *, config: str) -> dict[str, str]:
    """The stem of each word by a text search configuration; empty for those that are too common to be looked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, coalesce((tsvector_to_array(to_tsvector(%s::regconfig, word)))[1], '') "
            "FROM unnest(%s::text[]) AS word",
            [config, list(words)],
        )
        return dict(cursor.fetchall())


def count_words_of(found: QuerySet, table: type[Model], *, words: str, stems: str) -> int:
    """Fill ``table`` anew: each word of letters in the texts that ``found`` gives, its stem, in how many texts it is.

    ``words`` and ``stems`` are the text search configurations that take the texts apart; returns how many words.
    """
    name = connection.ops.quote_name(table._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        texts = cursor.mogrify(*found.query.sql_with_params()).decode()
        cursor.execute(f"DELETE FROM {name}")
        cursor.execute(
            f"INSERT INTO {name} (word, stem, count) SELECT word, stem, ndoc FROM ts_stat(%s), LATERAL (SELECT "
            "(tsvector_to_array(to_tsvector(%s::regconfig, word)))[1] AS stem) AS stemmed "
            "WHERE stem IS NOT NULL AND word ~ '^[[:alpha:]]{3,30}$' AND length(stem) <= 40",
            [f"SELECT to_tsvector('{words}', said) FROM ({texts}) AS texts (said)", stems],
        )
        return cursor.rowcount


class ImmutableUnaccent(Func):
    """``immutable_unaccent(text)`` as an expression: what names are searched by."""

    function = "immutable_unaccent"
    arity = 1
    output_field = CharField()


def wait_for_locks_at_most(milliseconds: int) -> None:
    """For the rest of this transaction: who waits longer for a row is refused (OperationalError, 55P03)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{milliseconds}ms"])


def count_one(table: type[Model], counter: str, **key: Any) -> None:
    """Add one to a counter under its unique key, and begin it at one: a single statement, so that none is lost."""
    meta, quote = table._meta, connection.ops.quote_name
    named = {field.name: quote(str(field.column)) for field in meta.concrete_fields}
    columns, counted = [named[name] for name in key], named[counter]
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(meta.db_table)} ({', '.join(columns)}, {counted}) VALUES ({places}, 1) "
            f"ON CONFLICT ({', '.join(columns)}) DO UPDATE SET {counted} = {quote(meta.db_table)}.{counted} + 1",
            list(key.values()),
        )


@contextmanager
def by_index() -> Iterator[None]:
    """Within this block tables are read by an index where there is one, for what the planner cannot know to be rare."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL max_parallel_workers_per_gather TO DEFAULT")


@contextmanager
def compared_at_the_end() -> Iterator[None]:
    """Within this block the keys made ``deferrable`` wait; at its end they are checked. Within a transaction.

    Those that wait for every commit go on doing so; what one transaction has deferred is checked as ever in others.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint WHERE condeferrable AND NOT condeferred"
            " AND contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
        names = cursor.fetchone()[0]
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")


def next_number(sequence_name: str) -> int:
    """The next value of one of our sequences, never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence_name])
        return cursor.fetchone()[0]


def insert_found(model: type[Model], fields: Sequence[str], found: QuerySet) -> int:
    """Insert what a query finds, in one statement however much that is; returns how many rows are new.

    ``found`` gives the values of ``fields`` in their order; what a unique rule knows already is passed over.
    """
    quoted = connection.ops.quote_name
    found_fields: list[Any] = [model._meta.get_field(name) for name in fields]
    columns = ", ".join(quoted(field.column) for field in found_fields)
    sql, values = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) {sql} ON CONFLICT DO NOTHING",
            values,
        )
        return cursor.rowcount


STALE = "This was changed while you had it open. Look at it again, then decide."
# Of the rules that somebody can run into; what breaks another is refused by services before it is written.
SENTENCES = {
    "stage_holder_one_stage_per_person": "This person already holds another stage of this unit's work.",
    "stage_holder_not_the_learner": "Nobody may hold a stage of their own work.",
    "stage_holder_one_per_stage": "Somebody else already holds this stage.",
    "enrolment_one_open": "You already have a place, or a request for one, on this qualification.",
    "mapping_once": "This evidence is already mapped to that criterion.",
    "mapping_item_of_learner": "Only your own evidence can be mapped.",
    "mapping_criterion": "This criterion does not belong to the unit.",
    "centre_staff_no_overlap": "This person already holds that role at the centre in part of the period.",
    "centre_staff_from": "Give the first day of the period.",
    "approval_from": "Give the first day of the period.",
    "approval_no_overlap": "The centre already has an approval for this qualification in part of the period.",
}


def rule_broken(error: IntegrityError) -> str:
    """The name of the constraint or trigger that refused, or an empty text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def sentence_for(error: IntegrityError) -> str:
    """What to tell the person whose change the database refused."""
    return SENTENCES.get(rule_broken(error), STALE)
