"""`manage.py prepare_demo`: bring database and static files to what the code wants; quick when they are there."""

import hashlib
import io
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg2.errors import DiskFull

from cmiportal.demo.runner import sentence_for

CATALOGUE = settings.BASE_DIR / "qualifications/data/catalogue.json"
MEMBERSHIP = settings.BASE_DIR / "membership/data/membership.json"
NETWORKS = settings.BASE_DIR / "events/data/networks.json"
INSIGHTS = settings.BASE_DIR / "insights/data"


class Command(BaseCommand):
    """Runs as the owner of the tables."""

    help = "Migrate, grant the application's role its rights, load what the demo needs, collect static files."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it does only when it does something; a full disk is one sentence."""
        try:
            self.migrate()
            call_command("import_catalogue", str(CATALOGUE), verbosity=0)
            call_command("import_membership", str(MEMBERSHIP), verbosity=0)
            call_command("import_networks", str(NETWORKS), verbosity=0)
            call_command("import_insights", str(INSIGHTS), verbosity=0)
            call_command("load_demo", verbosity=0)
            self.collect_static()
        except OSError as error:
            sys.exit(sentence_for(error))
        except OperationalError as error:
            sys.exit(refused(error))

    def migrate(self) -> None:
        """Apply what is missing, then grant: new tables have no rights yet."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        self.stdout.write("Making the tables.")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("grant_application_role", stdout=io.StringIO())

    def collect_static(self) -> None:
        """Collect, hash and compress, unless no file has changed since the last time."""
        stamp = settings.VAR_DIR / "static.stamp"
        wanted = static_fingerprint()
        if stamp.exists() and stamp.read_text() == wanted and settings.STATIC_ROOT.exists():
            return
        self.stdout.write("Collecting static files.")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)


def refused(error: OperationalError) -> str:
    """What to tell the person whose database server refused or went away."""
    if isinstance(error.__cause__, DiskFull):
        return "The disk is full: the database has no room for its tables."
    return f"The database refused: {str(error).strip().splitlines()[0]}"


def static_fingerprint() -> str:
    """One hash over the name, size and time of every static file, and of the settings that shape the result."""
    digest = hashlib.sha256(repr((settings.STATIC_URL, settings.STORAGES)).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
