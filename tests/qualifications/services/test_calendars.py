"""The dates of assessment in a learner's calendar: results due, work to resubmit, the end of a registration."""

from datetime import timedelta

import pytest
from django.conf import settings

from cmiportal.rules.days import uk_day
from qualifications.services.calendars import entries_of
from qualifications.services.registration import withdraw
from tests.factories.accounts import UserFactory
from tests.factories.assessment import Desk
from tests.factories.qualifications import NOW, EnrolmentFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def found(desk, at=LATER):
    """What the learner's calendar says, by what it is about."""
    return {entry.uid.rpartition("-")[2]: entry for entry in entries_of(desk.learner, at)}


def test_while_work_is_assessed_the_day_of_its_result_is_a_date():
    desk = Desk()

    entry = found(desk)["result"]

    assert entry.on == uk_day(desk.work.due_at)
    assert entry.title == f"Result due: unit {desk.unit.unit.number}"
    assert entry.url.endswith(f"/desk/{desk.key}/")


def test_work_that_is_referred_is_to_be_resubmitted_by_a_day_and_no_longer_waits_for_a_result():
    desk = Desk().confirmed(not_yet=["1.1"])

    dates = found(desk)

    assert "result" not in dates
    assert dates["resubmit"].on == uk_day(NOW, settings.RESUBMISSION_DAYS)
    assert dates["resubmit"].title == f"Resubmit unit {desk.unit.unit.number} by today"
    assert "resubmit" not in found(desk, desk.work.resubmit_by + timedelta(seconds=1))


def test_what_was_resubmitted_is_a_result_to_come_again():
    desk = Desk().confirmed(not_yet=["1.1"]).resubmitted()

    dates = found(desk)

    assert "resubmit" not in dates
    assert "result" in dates


def test_a_registration_ends_on_a_day_until_it_is_given_up():
    place = EnrolmentFactory()
    (entry,) = entries_of(place.learner, LATER)
    assert entry.on == place.expires_on
    assert entry.title == f"Registration ends: {place.qualification.title}"

    withdraw(enrolment=place, by=place.learner, at=LATER)

    assert list(entries_of(place.learner, LATER)) == []


def test_the_work_of_others_is_no_date_of_whoever_marks_it(django_assert_num_queries):
    desk, somebody = Desk().allocated(), UserFactory()

    assert list(entries_of(desk.assessor, LATER)) == []
    with django_assert_num_queries(3):
        assert list(entries_of(somebody, LATER)) == []


def test_a_later_move_of_the_work_is_the_newer_entry():
    desk = Desk()
    before = found(desk)["result"]

    after = found(desk.allocated())["result"]

    assert after.uid == before.uid
    assert after.sequence > before.sequence
