"""Studying membership begins with a registration, runs on with the next, ends with the last, and leads to an offer."""

from datetime import date, timedelta

import pytest

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.notifications.models import Notification
from membership.models import Membership
from membership.services.members import studying
from membership.services.members.endings import end_day
from membership.services.members.memberships import suspend
from tests.factories.accounts import UserFactory
from tests.factories.grades import all_grades, grade
from tests.factories.qualifications import NOW
from tests.factories.record import ExperienceFactory
from tests.races import in_turn, no_locking_of

pytestmark = pytest.mark.django_db

UNTIL = date(2029, 11, 2)


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def grades():
    return all_grades()


def begin(person, until=UNTIL, at=NOW):
    return studying.begin(person=person, until=until, at=at)


def end(person, source="place:1", goes_on=False, at=NOW):
    studying.end(person=person, source=source, goes_on=goes_on, at=at)


def offers(person):
    return [
        [(each["title"], each["is_proven"]) for each in row.context["grades"]]
        for row in Notification.objects.filter(recipient=person, kind="membership_offer")
    ]


def standing(person):
    row = Membership.objects.get(person=person)
    return (row.state, row.grade_id, row.basis, row.starts_on, row.ends_on)


def paid_member(person, basis="concession"):
    row = begin(person)
    Membership.objects.filter(pk=row.pk).update(basis=basis, grade=grade("affiliate"))
    return row


def test_a_registration_makes_a_student_until_it_ends(person, grades):
    begin(person)

    assert standing(person) == ("active", "student", "studying", date(2026, 11, 2), UNTIL)


def test_without_the_grade_there_is_no_membership(person):
    assert begin(person) is None
    assert not Membership.objects.exists()


def test_a_second_registration_lengthens_the_membership(person, grades):
    begin(person)

    begin(person, until=date(2030, 2, 1), at=NOW + timedelta(days=90))

    assert standing(person) == ("active", "student", "studying", date(2026, 11, 2), date(2030, 2, 1))


def test_a_registration_that_ends_earlier_changes_nothing(person, grades):
    begin(person)

    assert begin(person, until=date(2028, 1, 1)) is None
    assert standing(person)[-1] == UNTIL


def test_who_is_a_member_already_stays_what_they_are(person, grades):
    paid_member(person)

    assert begin(person, until=date(2031, 1, 1)) is None
    assert standing(person) == ("active", "affiliate", "concession", date(2026, 11, 2), UNTIL)


def test_a_membership_that_ended_while_suspended_does_not_begin_again_by_a_registration(person, grades):
    row = begin(person)
    suspend(membership=row, by=UserFactory(groups=[MEMBERSHIP_ASSESSORS]), reason="A complaint.", at=NOW)
    end(person)

    assert standing(person)[0] == "lapsed"
    assert begin(person) is None
    assert standing(person)[0] == "lapsed"


def test_the_membership_ends_with_the_registration_and_grades_are_offered(person, grades):
    begin(person)
    ExperienceFactory(person=person, since=date(2010, 1, 1))

    end(person)
    end(person)

    assert standing(person)[:3] == ("lapsed", "student", "studying")
    assert offers(person) == [[("Member", False), ("Associate", False), ("Affiliate", True)]]


def test_while_another_registration_goes_on_nothing_ends(person, grades):
    begin(person)

    end(person, goes_on=True)

    assert (standing(person)[0], offers(person)) == ("active", [])


def test_who_is_a_member_on_other_grounds_stays_one_and_needs_no_offer(person, grades):
    paid_member(person)

    end(person)

    assert (standing(person)[0], offers(person)) == ("active", [])


def test_a_membership_that_the_clock_ended_still_leads_to_an_offer(person, grades):
    row = begin(person, until=date(2026, 11, 30))
    end_day(membership=row, on=date(2026, 12, 1), at=NOW)

    end(person)

    assert offers(person) == [[("Associate", False), ("Affiliate", True)]]


def test_without_grades_to_ask_for_nothing_is_offered(person):
    end(person)

    assert not Notification.objects.exists()


def test_who_registers_again_is_a_student_again(person, grades):
    begin(person)
    end(person)

    begin(person, until=date(2031, 1, 1), at=NOW + timedelta(days=400))

    assert standing(person) == ("active", "student", "studying", date(2027, 12, 7), date(2031, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_two_registrations_at_once_make_one_membership(person, grades):
    longer = date(2030, 2, 1)

    in_turn(no_locking_of(person), lambda: begin(person), lambda: begin(person, until=longer))

    assert standing(person)[-1] == longer
