"""Submissions by whose they are and what they wait for."""

from datetime import timedelta

import pytest

from qualifications.models import Submission
from tests.factories.assessment import Desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "found"), [(27, 1), (29, 0)])
def test_a_referred_unit_can_be_submitted_again_until_its_day(days, found):
    desk = Desk()
    desk.confirmed(not_yet=["2.1"])

    own = Submission.objects.filter(unit_enrolment__learner=desk.learner)
    assert own.to_resubmit(at=desk.at + timedelta(days=days)).count() == found


def test_a_referred_unit_that_was_begun_again_waits_no_more():
    desk = Desk()
    desk.confirmed(not_yet=["2.1"])
    desk.resubmitted()

    assert not Submission.objects.to_resubmit(at=desk.at).exists()
