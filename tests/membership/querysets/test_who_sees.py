"""Whose rows a person sees: their own, more where they serve; a visitor none."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from membership.models import Appeal, CharteredApplication, CpdReview, GradeRequest, Membership, Organisation, Seat
from membership.services.assessing import appeals
from membership.services.members import requests
from tests.factories.accounts import UserFactory
from tests.factories.chartered import Desk
from tests.factories.cpd import sampled
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW
from tests.factories.seats import Corporate

pytestmark = pytest.mark.django_db


def seen(model, *people):
    """How many rows each of them sees, and in the end a visitor."""
    return [model.objects.visible_to(person).count() for person in (*people, AnonymousUser())]


def officer():
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS])


def test_a_membership_is_the_members_and_the_teams():
    own = member()
    member()

    assert seen(Membership, own.person, UserFactory(), officer()) == [1, 0, 2, 0]
    assert Membership.objects.visible_to(own.person).get() == own


def test_a_request_is_the_teams_once_it_is_sent():
    draft = requests.begin(person=officer(), at=NOW)
    sent = requests.begin(person=UserFactory(), at=NOW)
    requests.keep(request=sent, answers={"grade": GradeFactory(), "code_accepted_at": NOW})
    requests.submit(request=sent, by=sent.person, at=NOW)

    assert seen(GradeRequest, sent.person, UserFactory(), officer(), draft.person) == [1, 0, 1, 2, 0]


def test_a_review_is_of_who_was_drawn_and_the_teams():
    review = sampled()

    assert seen(CpdReview, review.person, UserFactory(), officer()) == [1, 0, 1, 0]


def test_an_application_is_the_applicants_and_of_who_handles_it():
    desk = Desk()
    rows = [desk.person, UserFactory(), desk.assessor, desk.moderator]
    assert seen(CharteredApplication, *rows) == [1, 0, 0, 1, 0]

    desk.allocated()

    assert seen(CharteredApplication, *rows) == [1, 0, 1, 1, 0]
    handled = [CharteredApplication.objects.handled_by(who).count() for who in (*rows, AnonymousUser())]
    assert handled == [0, 0, 1, 1, 0]


def test_an_appeal_is_the_applicants_and_of_moderators_who_held_nothing_of_the_application():
    desk = Desk(at=NOW).allocated().declined()
    appeals.raise_appeal(application=desk.row, by=desk.person, grounds="It was cut short.", at=NOW)

    assert seen(Appeal, desk.person, UserFactory(), desk.assessor, desk.second, desk.moderator) == [1, 0, 0, 0, 1, 0]


def test_an_organisation_and_its_seats_are_of_who_acts_for_it():
    firm, other = Corporate(), Corporate(name="Calderbridge Housing")
    seat = firm.accepted()

    people = (firm.staff, other.staff, seat.membership.person, officer())
    assert seen(Organisation, *people) == [1, 1, 0, 0, 0]
    assert seen(Seat, *people) == [1, 0, 0, 0, 0]
