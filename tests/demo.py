"""The demo's data for tests that only need a portal full of work: loaded once for a module, in a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from cmiportal.demo.loading import load_demo
from cmiportal.rules.days import uk_day
from tests.snapshot import Snapshot, put_back, take

CATALOGUE = settings.BASE_DIR / "qualifications/data/catalogue.json"
MEMBERSHIP = settings.BASE_DIR / "membership/data/membership.json"
NETWORKS = settings.BASE_DIR / "events/data/networks.json"
INSIGHTS = settings.BASE_DIR / "insights/data"


# One for the process: the rows as they were made, for whoever asks for about the same moment.
KEPT: list[Snapshot] = []
FRESH = timedelta(hours=1)


def load_portal(*, at: datetime) -> None:
    """The project's own catalogue, grades and regions, and the demo's people with their work.

    What was made less than an hour before ``at``, on the same day, is put back instead of made again.
    """
    kept = next((one for one in KEPT if timedelta() <= at - one.at < FRESH and uk_day(at) == uk_day(one.at)), None)
    if kept:
        put_back(kept)
    else:
        make_portal(at=at)
        KEPT.append(take(at=at))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what is taken for empty is joined row by row, which may take minutes


def make_portal(*, at: datetime) -> None:
    """As ``load_portal``, made anew by the services."""
    call_command("import_catalogue", str(CATALOGUE), verbosity=0)
    call_command("import_membership", str(MEMBERSHIP), verbosity=0)
    call_command("import_networks", str(NETWORKS), verbosity=0)
    call_command("import_insights", str(INSIGHTS), verbosity=0)
    load_demo(at=at)


@contextmanager
def portal_of(django_db_blocker: DjangoDbBlocker, *, at: datetime) -> Iterator[None]:
    """The loaded portal until the end of the block; each test inside has its own savepoint and changes nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_portal(at=at)
        connection.check_constraints()  # now, or each test would check all of this again
        yield
        transaction.set_rollback(True)
