"""Whose places and units a person sees."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cmiportal.registry import NavigationEntry, find
from qualifications.models import Enrolment, Role, UnitEnrolment
from qualifications.querysets.people import today
from tests.factories.accounts import UserFactory
from tests.factories.places import coordinator_of, registered_place
from tests.factories.qualifications import LONG_AGO, CentreStaffFactory, EnrolmentFactory, chosen_unit, staff_of

pytestmark = pytest.mark.django_db


def seen_by(person, model=Enrolment):
    return set(model.objects.visible_to(person))


def test_learner_coordinator_and_moderator_see_a_place_and_nobody_else_does():
    place, other = registered_place(), EnrolmentFactory()
    former = CentreStaffFactory(centre=place.centre, role=Role.COORDINATOR, during=(LONG_AGO, today())).user

    assert seen_by(place.learner) == {place}
    assert seen_by(coordinator_of(place)) == {place}
    assert seen_by(UserFactory(moderator=True)) == {place, other}
    strangers = (
        UserFactory(),
        UserFactory(admin=True),
        staff_of(place.centre, Role.ASSESSOR),
        staff_of(place.centre, Role.VERIFIER),
        former,
        AnonymousUser(),
    )
    assert [seen_by(person) for person in strangers] == [set()] * len(strangers)


def test_a_coordinator_sees_their_own_place_as_a_learner_only():
    place = registered_place()
    coordinator = coordinator_of(place)
    own = EnrolmentFactory(learner=coordinator, centre=place.centre, version=place.version)

    assert seen_by(coordinator) == {place, own}
    assert set(Enrolment.objects.coordinated_by(coordinator)) == {place}


def test_places_are_counted_by_state_all_and_those_left_whatever_their_order():
    place = registered_place()
    EnrolmentFactory(version=place.version, state="registered")
    EnrolmentFactory(version=place.version, state="declined")

    counts = Enrolment.objects.for_list().counts(Q(pk=place.pk))

    assert counts == {"registered": (2, 1), "declined": (1, 0)}


def test_units_are_the_learners_alone():
    place = registered_place()
    unit = chosen_unit(place, "601")

    assert seen_by(place.learner, UnitEnrolment) == {unit}
    others = (coordinator_of(place), UserFactory(moderator=True), AnonymousUser())
    assert [seen_by(person, UnitEnrolment) for person in others] == [set()] * 3


def test_a_registration_holds_to_the_end_of_its_last_day():
    place = registered_place()

    assert list(Enrolment.objects.run_out(on=place.expires_on)) == []
    assert list(Enrolment.objects.run_out(on=place.expires_on + timedelta(days=1))) == [place]


def test_a_visitor_has_no_rooms():
    assert not find(NavigationEntry, "learning").show(AnonymousUser())
