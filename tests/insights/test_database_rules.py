"""The database itself refuses what would make an article or anything beside it wrong, whoever writes it."""

import pytest
from django.db import connection, transaction

from tests.breaking import refused_by, rules_of
from tests.insights.broken_rules import STATEMENTS, everything
from tests.qualifications.test_schema_doc import documented

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def rows(django_db_setup, django_db_blocker):
    """A row of each table."""
    with django_db_blocker.unblock(), transaction.atomic():
        everything()
        connection.check_constraints()  # now, or each test would check all of this again
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("rule", STATEMENTS)
def test_a_statement_that_breaks_a_rule_is_refused_by_it(rule):
    assert refused_by(STATEMENTS[rule]) == rule


def test_every_rule_of_the_page_is_broken_here():
    assert set(STATEMENTS) == rules_of(documented(), "insights")
