"""The database itself refuses what would oversell an event or make a booking wrong, whoever writes it."""

from datetime import UTC, datetime

import pytest

from tests.breaking import refused_by, rules_of
from tests.demo import portal_of
from tests.events.broken_rules import STATEMENTS
from tests.qualifications.test_schema_doc import documented

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal."""
    with portal_of(django_db_blocker, at=NOW):
        yield


@pytest.mark.parametrize("rule", STATEMENTS)
def test_a_statement_that_breaks_a_rule_is_refused_by_it(rule):
    assert refused_by(STATEMENTS[rule]) == rule


def test_every_rule_of_the_page_is_broken_here():
    assert set(STATEMENTS) == rules_of(documented(), "events")
