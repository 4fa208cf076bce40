"""Whose awards a person sees."""

import pytest
from django.contrib.auth.models import AnonymousUser

from qualifications.models import Award, Role
from qualifications.services.awards import raise_award
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW, EnrolmentFactory, passed, published_unit, published_version, staff_of

pytestmark = pytest.mark.django_db


def test_an_award_is_the_learners_their_centres_coordinators_and_the_moderators():
    version = published_version([published_unit("601", credits=13)], title="Level 6 Certificate")
    place = EnrolmentFactory(version=version, name_confirmed_at=NOW)
    passed(place.learner, version.pool.get().unit_version)
    award = raise_award(enrolment=place, at=NOW)

    seeing = (place.learner, staff_of(place.centre, Role.COORDINATOR), UserFactory(moderator=True))
    assert [set(Award.objects.visible_to(person)) for person in seeing] == [{award}] * 3
    others = (
        UserFactory(),
        staff_of(place.centre, Role.ASSESSOR),
        staff_of(EnrolmentFactory().centre, Role.COORDINATOR),
        AnonymousUser(),
    )
    assert [set(Award.objects.visible_to(person)) for person in others] == [set()] * 4
