"""Facts of a person: what they claim, what is confirmed, and nothing that was not accepted."""

from datetime import date

import pytest

from cmiportal.workflow import born
from membership.models import Grade, Membership
from membership.models.record import INSTITUTE
from membership.rules.eligibility import Facts, Held, Post
from membership.services.record.facts import facts_of
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW
from tests.factories.record import ExperienceFactory, QualificationHeldFactory

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 2)


@pytest.fixture
def person():
    return UserFactory()


def a_member(person, basis, state="active"):
    grade = Grade.objects.create(key="student", rank=10, title="Student", summary="For learners.")
    period = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 8, 31)}
    return born(
        Membership(number="M1", person=person, grade=grade, basis=basis, state=state, created_at=NOW, **period), at=NOW
    )


def test_of_somebody_who_has_told_nothing_nothing_is_known(person, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert facts_of(person, on=ON) == Facts(on=ON)


def test_posts_and_qualifications_are_claims_until_they_are_confirmed(person, django_assert_num_queries):
    ExperienceFactory(person=person, since=date(2018, 1, 1), until=date(2019, 12, 31), state="confirmed")
    ExperienceFactory(person=person, since=date(2020, 1, 1), strategic=True)
    ExperienceFactory(person=person, since=date(2010, 1, 1), state="refused")
    ExperienceFactory()
    QualificationHeldFactory(person=person, level=7, size="diploma", body=INSTITUTE, state="confirmed")
    QualificationHeldFactory(person=person, management=False, awarded_on=date(2014, 7, 1))
    QualificationHeldFactory(person=person, state="refused")

    with django_assert_num_queries(2):
        facts = facts_of(person, on=ON)

    assert facts == Facts(
        on=ON,
        posts=(
            Post(date(2018, 1, 1), date(2019, 12, 31), proven=True),
            Post(date(2020, 1, 1), None, strategic=True),
        ),
        held=(
            Held(7, "diploma", date(2015, 7, 1), own=True, proven=True),
            Held(6, "degree", date(2014, 7, 1), management=False),
        ),
    )


@pytest.mark.parametrize(("awarded_on", "is_assessed"), [(ON, True), (date(2026, 11, 3), False)])
def test_an_end_point_assessment_is_no_qualification(person, awarded_on, is_assessed):
    QualificationHeldFactory(person=person, size="assessment", awarded_on=awarded_on)

    assert facts_of(person, on=ON) == Facts(on=ON, assessed=is_assessed)


@pytest.mark.parametrize(
    ("basis", "state", "is_registered"),
    [("studying", "active", True), ("concession", "active", False), ("studying", "lapsed", False)],
)
def test_who_studies_is_registered(person, basis, state, is_registered):
    a_member(person, basis, state)

    assert facts_of(person, on=ON).registered is is_registered
