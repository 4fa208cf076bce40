"""Who holds a role: people who can sign in, while the period of the role lasts."""

import pytest
from django.contrib.auth.models import AnonymousUser

from qualifications.models import Role
from qualifications.permissions import has_role, is_coordinator, marks_or_signs, roles_of
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import CentreFactory, CentreStaffFactory, staff_of

pytestmark = pytest.mark.django_db


def test_a_visitor_holds_no_role():
    assert roles_of(AnonymousUser()) == frozenset()
    assert not is_coordinator(AnonymousUser())
    assert not marks_or_signs(AnonymousUser())


def test_a_person_holds_the_roles_of_today_at_each_centre():
    centre, other = CentreFactory(), CentreFactory()
    person = staff_of(centre, Role.ASSESSOR)
    CentreStaffFactory(user=person, centre=other, role=Role.VERIFIER)

    assert roles_of(person) == {(centre.pk, Role.ASSESSOR), (other.pk, Role.VERIFIER)}
    assert has_role(person, Role.VERIFIER)
    assert not has_role(person, Role.COORDINATOR)


def test_somebody_who_may_no_longer_sign_in_holds_nothing():
    person = staff_of(CentreFactory(), Role.COORDINATOR, is_active=False)

    assert roles_of(person) == frozenset()


def test_a_moderator_has_work_without_a_role_at_a_centre():
    assert marks_or_signs(UserFactory(moderator=True))
