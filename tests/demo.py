"""The demo's data for tests that only need a portal full of work: loaded once for a module, in a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from cmiportal.demo.loading import load_demo

CATALOGUE = settings.BASE_DIR / "qualifications/data/catalogue.json"
MEMBERSHIP = settings.BASE_DIR / "membership/data/membership.json"


def load_portal(*, at: datetime) -> None:
    """The project's own catalogue and grades, and the demo's people with their work."""
    call_command("import_catalogue", str(CATALOGUE), verbosity=0)
    call_command("import_membership", str(MEMBERSHIP), verbosity=0)
    load_demo(at=at)


@contextmanager
def portal_of(django_db_blocker: DjangoDbBlocker, *, at: datetime) -> Iterator[None]:
    """The loaded portal until the end of the block; each test inside has its own savepoint and changes nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_portal(at=at)
        connection.check_constraints()  # now, or each test would check all of this again
        yield
        transaction.set_rollback(True)
