"""The database itself refuses what would make an award wrong or the past different, whoever writes it."""

from datetime import UTC, date, datetime

import pytest

from cmiportal.database import SENTENCES
from cmiportal.workflow import born
from qualifications.models import (
    BarredPair,
    Case,
    CaseHandler,
    Criterion,
    Enrolment,
    LearningOutcome,
    PoolUnit,
    Qualification,
    QualificationVersion,
    RuleGroup,
    RuleGroupUnit,
    Unit,
    UnitVersion,
)
from tests.breaking import refused_by, rules_of
from tests.demo import portal_of
from tests.qualifications.broken_rules import STATEMENTS
from tests.qualifications.test_schema_doc import documented

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)
# No other key repeats these columns: it says that a code of storage stands for one file.
REAL_KEY = "stored_file_storage_key"
# The dates that an award must have name every state, so no statement breaks this rule alone.
IMPLIED = {"award_state"}


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal, with drafts in the catalogue and a case."""
    with portal_of(django_db_blocker, at=NOW):
        make_drafts()
        place = Enrolment.objects.filter(state="registered").first()
        case = Case(number="C1", kind="complaint", raised_by=place.learner, enrolment=place, raised_at=NOW, due_at=NOW)
        born(case, at=NOW)
        CaseHandler.objects.create(case=case, person=place.learner, step="appeal_1", since=NOW)
        yield


def make_drafts():
    """Two rules of the same two units, one with a group and a barred pair; units before and after these in no pool."""
    level = Unit.objects.get(number="601").level
    one, two, _ = (Unit.objects.create(number=f"X{number}", level=level) for number in (1, 2, 3))
    taught = {unit: UnitVersion.objects.create(unit=unit, number=1, title="Draft", credits=6) for unit in (one, two)}
    for unit in (one, Unit.objects.get(number="601")):
        UnitVersion.objects.create(unit=unit, number=2, title="Draft", credits=6)
    outcome = LearningOutcome.objects.create(unit_version=taught[one], number=1, text="Draft")
    Criterion.objects.create(
        unit_version=taught[one], outcome=outcome, code="1.1", position=1, verb="analyse", text="it"
    )
    first, _ = (make_rule(number, taught) for number in (98, 99))
    group = RuleGroup.objects.create(version=first, name="Group A", min_credits=6)
    RuleGroupUnit.objects.create(group=group, version=first, unit=one)
    BarredPair.objects.create(version=first, first=one, second=two)


def make_rule(number, taught):
    qualification = Qualification.objects.order_by("pk").first()
    version = QualificationVersion.objects.create(
        qualification=qualification, number=number, min_credits=6, effective_from=date(2030, 1, 1)
    )
    for unit, unit_version in taught.items():
        PoolUnit.objects.create(version=version, unit=unit, unit_version=unit_version)
    return version


@pytest.mark.parametrize("rule", STATEMENTS)
def test_a_statement_that_breaks_a_rule_is_refused_by_it(rule):
    assert refused_by(STATEMENTS[rule]) == rule


def test_every_rule_of_the_page_is_broken_here():
    rules = rules_of(documented(), "qualifications", "documents") | {REAL_KEY}

    assert set(STATEMENTS) == rules - IMPLIED


def test_every_sentence_belongs_to_a_rule():
    rules = {name for _, names in documented().values() for found in names.values() for name in found}

    assert set(SENTENCES) <= rules
