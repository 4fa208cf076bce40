"""A learner's places with all that pages show, in a number of queries that does not grow."""

from datetime import date

import pytest

from qualifications.services.awards import raise_award
from qualifications.services.enrolment import LineManager, ask_again
from qualifications.services.learning import place_of, places_of
from tests.factories.accounts import UserFactory
from tests.factories.places import DAY, asked_place, attempt, link_of, registered_place
from tests.factories.portfolio import map_evidence
from tests.factories.qualifications import NOW, EnrolmentFactory, chosen_unit, passed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("places", [1, 3])
def test_places_take_seven_queries_however_many(places, django_assert_num_queries):
    learner = UserFactory()
    for _ in range(places):
        place = registered_place(learner=learner)
        map_evidence(chosen_unit(place, "601"), "1.1")
        attempt(place, "602", "referred")

    with django_assert_num_queries(7):
        found = places_of(learner)

    assert [(place.link, place.award, len(place.choice.units)) for place in found] == [(None, None, 2)] * places


def test_a_place_that_has_no_units_costs_three_queries(django_assert_num_queries):
    place = asked_place()

    with django_assert_num_queries(3):
        (found,) = places_of(place.learner)

    assert (found.choice, found.link) == (None, link_of(place))


def test_places_come_newest_first():
    learner = UserFactory()
    older = EnrolmentFactory(state="declined", learner=learner, requested_on=date(2026, 9, 1))
    newer = EnrolmentFactory(state="declined", learner=learner, requested_on=date(2026, 9, 2))

    assert [place.enrolment for place in places_of(learner)] == [newer, older]


def test_a_place_withdrawn_before_it_was_registered_has_no_units():
    place = EnrolmentFactory(state="withdrawn")

    assert place_of(place).choice is None


def test_the_link_is_the_one_that_was_sent_last():
    place = asked_place()
    assert place_of(place).waits_for_line_manager(at=NOW)

    ask_again(enrolment=place, by=place.learner, line_manager=LineManager("Noor", "noor@example.org"), at=NOW + DAY)

    found = place_of(place)
    assert found.link == link_of(place)
    assert [found.waits_for_line_manager(at=NOW + days * DAY) for days in (1, 15)] == [True, False]


def test_an_award_that_stands_comes_with_its_place():
    place = registered_place(min_credits=6)
    passed(place.learner, place.version.pool.first().unit_version)
    award = raise_award(enrolment=place, at=NOW)

    assert place_of(place).award == award
