"""Grades: what facts make of each, and what a year costs on a day."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.billing.models import Price
from membership.models import Grade
from membership.rules.eligibility import Facts, Outcome, Post
from membership.services.members.grades import fees_on, verdicts

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 2)


@pytest.fixture
def grades():
    rows = [
        Grade(key="associate", rank=30, title="Associate", rule=None),
        Grade(key="affiliate", rank=20, title="Affiliate", rule=[[]], product="year-affiliate"),
        Grade(key="member", rank=40, title="Member", rule=[[{"years": 5}]], product="year-member"),
    ]
    return Grade.objects.bulk_create(rows)


def test_every_grade_has_its_verdict_the_lowest_first(grades, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = verdicts(Facts(on=ON))

    assert [(each.grade.key, each.decision.outcome, each.is_possible) for each in found] == [
        ("affiliate", Outcome.MET, True),
        ("associate", Outcome.PERSON, True),
        ("member", Outcome.NOT_MET, False),
    ]


def test_grades_that_are_at_hand_are_not_asked_for_again(grades, django_assert_num_queries):
    long_in_post = Facts(on=ON, posts=(Post(date(2010, 1, 1), None),))

    with django_assert_num_queries(0):
        assert [each.decision.outcome for each in verdicts(long_in_post, grades[2:])] == [Outcome.PERSON]


def test_fees_are_those_that_hold_on_the_day(grades, django_assert_num_queries):
    def price(product, pence, lower=None, upper=None, audience=""):
        Price.objects.create(product=product, pence=pence, during=DateRange(lower, upper), audience=audience)

    price("year-member", 17_500, upper=date(2026, 8, 1))
    price("year-member", 18_300, lower=date(2026, 8, 1))
    price("year-member", 22_700, audience="chartered")
    price("year-member", 5_000, audience="partner")
    price("report", 100)

    with django_assert_num_queries(1):
        fees = fees_on(ON, grades)

    assert {key: price.pence for key, price in fees.items()} == {
        ("year-member", ""): 18_300,
        ("year-member", "chartered"): 22_700,
    }
