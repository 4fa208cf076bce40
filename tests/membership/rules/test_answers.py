"""A visitor's answers as facts: exactly the years that were said, and nothing proven."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.rules.answers import Answers, facts_from, posts_from
from membership.rules.eligibility import YEAR, Facts, Held, Outcome, Post, Years, days_of, find

ON = date(2026, 11, 2)


def test_without_answers_there_are_no_facts():
    assert facts_from(Answers(), on=ON) == Facts(on=ON)
    assert not Answers().worth_keeping


def test_strategic_years_come_last():
    assert posts_from(Answers(years=3, strategic=1), on=ON) == (
        Post(date(2023, 11, 4), date(2025, 11, 2)),
        Post(date(2025, 11, 3), None, strategic=True),
    )


@pytest.mark.parametrize("strategic", [0, 2])
def test_years_of_one_kind_are_one_post(strategic):
    assert posts_from(Answers(years=2, strategic=strategic), on=ON) == (
        Post(date(2024, 11, 3), None, strategic=bool(strategic)),
    )


@given(st.integers(0, 60), st.integers(0, 60), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_the_days_are_those_of_the_years_that_were_said(years, strategic, on):
    strategic = min(years, strategic)
    posts = posts_from(Answers(years, strategic), on=on)

    assert days_of(posts, on) == years * YEAR
    assert days_of((post for post in posts if post.strategic), on) == strategic * YEAR


def test_answers_are_claims():
    answers = Answers(years=5, level=6, size="degree", own=True, registered=True)

    facts = facts_from(answers, on=ON)

    assert (facts.held, facts.registered) == ((Held(6, "degree", ON, own=True),), True)
    assert find(Years(5), facts).outcome == Outcome.PERSON
    assert answers.worth_keeping
