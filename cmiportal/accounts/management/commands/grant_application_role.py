"""Give the role of the web and worker processes its rights; run it after every migrate, as the owner of the tables."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, transaction

from cmiportal.grants import EVERYTHING, grant_statements, grants_of

CREATE_ROLE = (
    "DO $$ BEGIN CREATE ROLE {role} LOGIN; "
    # Another database of the same server may be set up in the same moment.
    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
)


class Command(BaseCommand):
    help = "Creates the application role if it is missing and gives it what the models allow, and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="An entry of DATABASES; that of the owner.")

    def handle(self, *, database: str, **options: Any) -> None:
        connection = connections[database]
        role = settings.APPLICATION_ROLE
        models = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
        ]
        with transaction.atomic(using=database):
            self._find_or_create(connection, role)
            with connection.cursor() as cursor:
                for statement in grant_statements(models, role, connection):
                    cursor.execute(statement)
        guarded = sum(grants_of(model) != EVERYTHING for model in models)
        self.stdout.write(f"{role} may use {len(models)} tables; in {guarded} of them it cannot rewrite what happened.")

    def _find_or_create(self, connection: Any, role: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                self._create(cursor, connection.ops.quote_name(role), role)
            # True for the owner itself, for its members and for superusers.
            cursor.execute("SELECT current_user, pg_has_role(%s, current_user, 'MEMBER')", [role])
            owner, holds_everything = cursor.fetchone()
        if holds_everything:
            raise CommandError(
                f"{role} has all rights of {owner}, who owns the tables, so no grant can hold it back. "
                "Set APPLICATION_ROLE to a role of its own and run this as the owner."
            )

    def _create(self, cursor: Any, quoted: str, role: str) -> None:
        try:
            cursor.execute(CREATE_ROLE.format(role=quoted))
        except ProgrammingError as error:
            raise CommandError(
                f"The role {role} does not exist, and this database user may not create it ({error}). "
                f"Create it once as a superuser, CREATE ROLE {quoted} LOGIN, then run this again."
            ) from error
