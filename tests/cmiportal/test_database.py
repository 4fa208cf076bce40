"""Refusals of the database become sentences; numbers from sequences are never given twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from cmiportal.database import STALE, count_one, next_number, rule_broken, sentence_for
from insights.models import ReportDownloads
from tests.factories.insights import ReportFactory
from tests.factories.qualifications import NOW, EnrolmentFactory

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


def test_a_counter_begins_at_one_and_goes_up_under_its_key():
    report, day = ReportFactory(), NOW.date()

    for each in (day, day, day + timedelta(days=1)):
        count_one(ReportDownloads, "count", report=report.pk, day=each)

    counted = ReportDownloads.objects.order_by("day").values_list("day", "count")
    assert list(counted) == [(day, 2), (day + timedelta(days=1), 1)]
