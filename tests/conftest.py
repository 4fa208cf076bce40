"""Fixtures that every test shares."""

import os
from collections.abc import Generator
from datetime import UTC, datetime

import pytest
from _pytest.terminal import TerminalReporter
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.emptying import Emptying
from tests.services import OUR_DATABASE

# The same examples in every run, and none too slow on a busy machine: what fails once fails again.
settings.register_profile(
    "portal", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("portal")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say once for each reason what was skipped."""
    reasons = {report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"Not run: {reason.removeprefix('Skipped: ')}.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: there everything can run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("CI") and not is_worker and reporter.stats.get("skipped") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def at() -> datetime:
    """A moment to hand to services: a Tuesday in winter, when London's clock and UTC agree."""
    return datetime(2027, 1, 19, 10, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Each test starts with an empty cache and broker; the database number is this process's own.

    No page stands in the menus, and that is known, as in production after the first page: so counts of queries say what
    a page asks by itself. What a test publishes in earnest is asked for.
    """
    from insights.services.navigation import PAGES  # its tables are loaded only now

    cache.clear()
    PAGES.remember([])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Drop no database on a server that is thrown away whole a moment later."""
    return bool(os.environ.get(OUR_DATABASE)) or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Generator[None]:
    """Empty the database quickly after tests that commit, and before it is dropped, end every session in it.

    A thread or a killed worker may have left some open.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", Emptying())
        yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity, pg_roles"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            " AND rolname = current_user AND (rolsuper OR usename = rolname)"
        )
