"""What registrations and awards do to membership and to what people hold."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from cmiportal.links.services import use_link
from cmiportal.notifications.models import Notification
from membership.models import CpdEntry, CpdOffer, Membership, QualificationHeld
from qualifications.models import Enrolment
from qualifications.services import awards
from qualifications.services.membership import offer_award, registered
from qualifications.services.registration import expire_run_out, register, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.grades import all_grades
from tests.factories.places import DAY, asked_place, coordinator_of, link_of, registered_place
from tests.factories.qualifications import NOW, passed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def grades():
    return all_grades()


@pytest.fixture
def moderator():
    return UserFactory(moderator=True)


def studying_place(**fields):
    """A registered place, with the membership that came with it."""
    place = registered_place(min_credits=6, **fields)
    registered(place, at=NOW)
    return place


def issued_award(place, moderator):
    """The award of a place whose one unit is passed, signed off."""
    Enrolment.objects.filter(pk=place.pk).update(name_confirmed_at=NOW)
    passed(place.learner, place.version.pool.first().unit_version)
    return awards.issue(award=awards.raise_award(enrolment=place, at=NOW), by=moderator, at=NOW)


def state_of(person):
    return Membership.objects.get(person=person).state


def offered(person):
    [row] = Notification.objects.filter(recipient=person, kind="membership_offer")
    return [grade["title"] for grade in row.context["grades"]]


def held():
    return list(QualificationHeld.objects.values_list("title", "level", "size", "awarded_on", "state"))


def test_registering_makes_a_student_until_the_registration_ends():
    place = asked_place()
    use_link(link=link_of(place), data={"decision": "approve", "reason": ""}, at=NOW)
    place = Enrolment.objects.get(pk=place.pk)

    register(enrolment=place, by=coordinator_of(place), at=NOW)

    membership = Membership.objects.get(person=place.learner)
    assert (membership.state, membership.basis, membership.ends_on) == ("active", "studying", date(2029, 11, 2))


def test_withdrawing_ends_the_membership_and_offers_grades():
    place = studying_place()

    withdraw(enrolment=place, by=place.learner, at=NOW + DAY)

    assert (state_of(place.learner), offered(place.learner)) == ("lapsed", ["Associate", "Affiliate"])


def test_a_request_that_is_withdrawn_was_no_registration():
    place = asked_place()

    withdraw(enrolment=place, by=place.learner, at=NOW + DAY)

    assert not Notification.objects.filter(kind="membership_offer").exists()


def test_with_another_registration_the_membership_goes_on():
    place = studying_place()
    other = registered_place(units=("701",), learner=place.learner)

    withdraw(enrolment=place, by=place.learner, at=NOW + DAY)

    assert other.state == "registered"
    assert state_of(place.learner) == "active"


def test_running_out_ends_the_membership():
    place = studying_place()

    expire_run_out(at=NOW.replace(year=2029, month=12))

    assert (state_of(place.learner), offered(place.learner)) == ("lapsed", ["Associate", "Affiliate"])


def test_an_award_is_held_at_once_and_completes_the_studies(moderator):
    place = studying_place()

    award = issued_award(place, moderator)

    title = place.qualification.title
    assert held() == [(title, 6, "certificate", date(2026, 11, 2), "confirmed")]
    assert QualificationHeld.objects.get().award_number == award.number
    assert (state_of(place.learner), offered(place.learner)) == ("lapsed", ["Associate", "Affiliate"])


def test_a_revoked_award_is_held_no_more(moderator):
    award = issued_award(studying_place(), moderator)

    awards.revoke(award=award, by=moderator, reason="The evidence was copied.", at=NOW + DAY)

    assert [line[-1] for line in held()] == ["refused"]


def test_awards_from_before_are_taken_over_once(moderator):
    issued_award(studying_place(), moderator)
    kept = held()
    QualificationHeld.objects.all().delete()
    out = StringIO()

    call_command("note_awards", stdout=out)
    call_command("note_awards", stdout=out)
    call_command("note_awards", stdout=out, verbosity=0)

    assert held() == kept
    assert out.getvalue().splitlines() == [
        "Awards that are new among what is held: 1.",
        "Awards that are new among what is held: 0.",
    ]


def test_an_award_is_offered_to_the_cpd_record_once_and_recorded_by_nobody_else(moderator):
    place = studying_place()

    award = issued_award(place, moderator)
    offer_award(award, at=NOW + DAY)

    [row] = CpdOffer.objects.visible_to(place.learner).waiting()
    assert (row.source_key, row.title) == (f"award:{award.number}", place.qualification.title)
    assert (row.activity, row.on) == ("course", NOW.date())
    assert not CpdEntry.objects.exists()
