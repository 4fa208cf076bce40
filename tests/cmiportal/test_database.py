"""Refusals of the database become sentences; numbers from sequences are never given twice."""

import pytest
from django.db import IntegrityError

from cmiportal.database import STALE, next_number, rule_broken, sentence_for
from tests.factories.qualifications import EnrolmentFactory

pytestmark = pytest.mark.django_db


def test_a_broken_rule_has_its_name_and_its_sentence():
    place = EnrolmentFactory()

    with pytest.raises(IntegrityError) as refused:
        EnrolmentFactory(learner=place.learner, version=place.version)

    assert rule_broken(refused.value) == "enrolment_one_open"
    assert sentence_for(refused.value) == "You already have a place, or a request for one, on this qualification."


def test_a_refusal_without_a_name_is_taken_for_a_change_by_somebody_else():
    assert rule_broken(IntegrityError("no more is known")) == ""
    assert sentence_for(IntegrityError("no more is known")) == STALE


def test_numbers_go_up_by_one():
    first = next_number("award_number")

    assert next_number("award_number") == first + 1
