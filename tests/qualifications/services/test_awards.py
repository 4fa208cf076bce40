"""Awards: raised by themselves, issued when nothing stands in the way, cancelled, replaced, revoked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cmiportal.accounts.groups import MODERATORS
from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, StaleMove, born, chain_is_whole
from qualifications.models import Award, AwardUnit, Case, Certificate, Enrolment, Role, UnitPass
from qualifications.services import awards
from qualifications.services.awards import AwardRefused
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import (
    NOW,
    EnrolmentFactory,
    passed,
    published_unit,
    published_version,
    staff_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return [published_unit("601"), published_unit("602"), published_unit("613", credits=7)]


@pytest.fixture
def place(units):
    return EnrolmentFactory(version=published_version(units), name_confirmed_at=NOW, learner__name="Wren Holtby")


@pytest.fixture
def moderator():
    return UserFactory(moderator=True, name="Ines Marlow")


def raised(place, units, *, at=NOW):
    for unit in units:
        passed(place.learner, unit)
    return awards.raise_award(enrolment=place, at=at)


@pytest.fixture
def award(place, units, moderator):
    return raised(place, units)


def told(kind):
    return [(row.recipient, row.context.get("reason", "")) for row in Notification.objects.filter(kind=kind)]


def test_while_the_rule_is_not_met_no_award_is_raised(place, units):
    assert raised(place, units[:2]) is None
    assert not Award.objects.exists()


def test_passes_that_meet_the_rule_raise_the_award_with_what_was_counted(place, units):
    award = raised(place, units)

    assert (award.state, award.enrolment, award.learner, award.version) == (
        "raised",
        place,
        place.learner,
        place.version,
    )
    assert [line.unit.number for line in award.units.all()] == ["601", "602", "613"]
    assert award.events.get().data == {"units": ["601", "602", "613"]}


def test_a_raised_award_is_told_to_the_learner_and_to_every_moderator(place, units, moderator):
    raised(place, units)

    assert told("award_raised") == [(place.learner, "")]
    assert {person for person, _ in told("award_to_issue")} == set(User.objects.filter(groups__name=MODERATORS))
    assert moderator.is_moderator


def test_an_award_is_raised_once(award, place):
    assert awards.raise_award(enrolment=place, at=NOW) is None
    assert Award.objects.count() == 1


def test_the_database_refuses_a_second_standing_award(award, place):
    second = Award(enrolment=place, learner=place.learner, version=place.version, number="A2", code="C2", raised_at=NOW)

    with pytest.raises(IntegrityError, match="award_one_standing"), transaction.atomic():
        born(second, at=NOW)


def test_the_database_refuses_to_count_another_persons_pass(award, units):
    strangers = passed(UserFactory(), units[0])
    line = award.units.first()

    with pytest.raises(IntegrityError, match="award_unit_pass_of_learner"), transaction.atomic():
        AwardUnit.objects.filter(pk=line.pk).update(unit_pass=strangers)


def test_the_database_refuses_to_count_a_unit_twice(award):
    line = award.units.first()

    with pytest.raises(IntegrityError, match="award_unit_once"), transaction.atomic():
        AwardUnit.objects.create(
            award=award,
            learner_id=line.learner_id,
            version_id=line.version_id,
            unit_id=line.unit_id,
            unit_pass=line.unit_pass,
        )


def test_a_pass_raises_the_award_of_every_registered_place_whose_pool_has_the_unit(units):
    learner = UserFactory()
    certificate = EnrolmentFactory(learner=learner, version=published_version(units))
    diploma = EnrolmentFactory(learner=learner, version=published_version(units, min_credits=18))
    other = EnrolmentFactory(learner=learner, version=published_version([published_unit("501", credits=20)]))
    for unit in units:
        passed(learner, unit)

    found = awards.raise_awards(learner=learner, unit=units[0].unit, at=NOW)

    assert {award.enrolment for award in found} == {certificate, diploma}
    assert not other.awards.exists()


def test_an_annulled_pass_does_not_count(place, units):
    for unit in units:
        passed(place.learner, unit)
    UnitPass.objects.filter(unit=units[2].unit).update(annulled_at=NOW)

    assert awards.raise_award(enrolment=place, at=NOW) is None


def test_two_barred_units_do_not_make_an_award_even_when_both_are_passed():
    one, other = published_unit("502"), published_unit("503", credits=7)
    version = published_version([one, other], barred=[("502", "503")])
    place = EnrolmentFactory(version=version)

    assert raised(place, [one, other]) is None


def test_credits_without_the_minimum_of_a_group_do_not_make_an_award(units):
    numbers = [unit.unit.number for unit in units]
    place = EnrolmentFactory(version=published_version(units, groups=[("Group A", 13, None, numbers[1:])]))

    assert raised(place, [units[0], units[2]]) is None
    passed(place.learner, units[1])

    assert awards.raise_award(enrolment=place, at=NOW).units.count() == 3


def test_a_place_that_is_not_registered_raises_nothing(units):
    place = EnrolmentFactory(version=published_version(units), state="withdrawn")

    assert raised(place, units) is None


def test_issuing_makes_the_certificate_completes_the_place_and_tells_the_learner(award, place, moderator):
    awards.issue(award=award, by=moderator, at=NOW)

    award.refresh_from_db()
    place.refresh_from_db()
    certificate = award.certificates.get()
    assert (award.state, award.issued_at, place.state) == ("issued", NOW, "completed")
    assert (certificate.serial, certificate.name_as_printed, certificate.pdf.owner) == (
        1,
        "Wren Holtby",
        place.learner,
    )
    assert told("award_issued") == [(place.learner, "")]
    assert chain_is_whole(award)


def test_only_a_moderator_issues(award, place):
    for person in (place.learner, staff_of(place.centre, Role.COORDINATOR), UserFactory(admin=True)):
        with pytest.raises(MoveNotAllowed):
            awards.issue(award=award, by=person, at=NOW)

    assert not Certificate.objects.exists()


def test_a_moderator_does_not_issue_their_own_award(units):
    learner = UserFactory(moderator=True)
    award = raised(EnrolmentFactory(learner=learner, version=published_version(units), name_confirmed_at=NOW), units)

    with pytest.raises(MoveNotAllowed):
        awards.issue(award=award, by=learner, at=NOW)


def test_a_stale_form_issues_nothing(award, moderator):
    with pytest.raises(StaleMove):
        awards.issue(award=award, by=moderator, at=NOW, moves=4)
    with pytest.raises(StaleMove):
        awards.issue(award=award, by=moderator, at=NOW, name="The name before")


def test_nothing_is_issued_before_the_learner_confirmed_the_name(award, place, moderator):
    Enrolment.objects.filter(pk=place.pk).update(name_confirmed_at=None)

    with pytest.raises(AwardRefused, match="not yet confirmed the name"):
        awards.issue(award=award, by=moderator, at=NOW)


def test_a_name_of_which_no_letter_prints_is_sent_back(award, place, moderator):
    Enrolment.objects.filter(pk=place.pk).update(name_as_printed="🎓🎓")

    with pytest.raises(AwardRefused, match="No letter of the name can be printed"):
        awards.issue(award=award, by=moderator, at=NOW)


def test_a_name_with_an_emoji_is_printed_without_it_and_the_moderators_are_told(award, place, moderator):
    Enrolment.objects.filter(pk=place.pk).update(name_as_printed="Wren 🎓 Holtby")

    awards.issue(award=award, by=moderator, at=NOW)

    messages = Notification.objects.filter(kind="certificate_incomplete", recipient=moderator)
    assert [row.context["left_out"] for row in messages] == ["🎓"]


@pytest.mark.parametrize("name", ["محمد الأمين", "山田 太郎", "Ðặng Thị Hoà", "김민수"])
def test_names_in_other_scripts_are_printed_whole(award, place, moderator, name):
    Enrolment.objects.filter(pk=place.pk).update(name_as_printed=name)

    awards.issue(award=award, by=moderator, at=NOW)

    assert award.certificates.get().name_as_printed == name
    assert not Notification.objects.filter(kind="certificate_incomplete").exists()


def test_a_certificate_that_cannot_be_kept_leaves_the_award_as_it_was(award, moderator, settings, tmp_path):
    no_folder = tmp_path / "file"
    no_folder.write_text("where the folder of stored files should be")
    settings.MEDIA_ROOT = no_folder / "files"

    with pytest.raises(AwardRefused, match="We could not keep the file just now"):
        awards.issue(award=award, by=moderator, at=NOW)

    assert Award.objects.get().state == "raised"


def test_an_annulled_pass_stops_the_issue(award, moderator):
    UnitPass.objects.filter(learner=award.learner).update(annulled_at=NOW)

    with pytest.raises(AwardRefused, match="no longer meet the rule"):
        awards.issue(award=award, by=moderator, at=NOW)


def test_an_open_case_of_malpractice_stops_the_issue_and_a_decided_one_does_not(award, place, moderator):
    case = born(
        Case(
            number="C1",
            kind=Case.Kind.MALPRACTICE,
            raised_by=moderator,
            enrolment=place,
            raised_at=NOW,
            due_at=NOW,
        ),
        at=NOW,
    )

    with pytest.raises(AwardRefused, match="A case about this work is still open"):
        awards.issue(award=award, by=moderator, at=NOW)

    case.events.update(to_state="decided")
    Case.objects.update(state="decided")
    assert awards.obstacles(award, at=NOW) == []


def test_after_the_last_day_of_certification_nothing_is_issued(award, place, moderator):
    qualification = place.qualification
    qualification.last_certification = date(2026, 11, 2)
    qualification.save()

    assert awards.obstacles(awards.locked(award), at=NOW) == []
    with pytest.raises(AwardRefused, match="last day"):
        awards.issue(award=award, by=moderator, at=NOW + timedelta(days=1))


def test_a_cancelled_award_can_be_raised_again(award, place, moderator):
    awards.cancel(award=award, by=moderator, reason="Wrong version", at=NOW)

    again = awards.raise_award(enrolment=place, at=NOW)

    award.refresh_from_db()
    assert (award.state, again.state) == ("cancelled", "raised")
    assert again.number != award.number


@pytest.mark.parametrize("decide", [awards.cancel, awards.revoke])
def test_a_decision_against_the_learner_needs_a_reason(award, moderator, decide):
    if decide is awards.revoke:
        awards.issue(award=award, by=moderator, at=NOW)

    with pytest.raises(AwardRefused, match="Say why"):
        decide(award=award, by=moderator, reason="  ", at=NOW)


def test_revoking_says_so_for_good_and_tells_the_learner_why(award, place, moderator):
    awards.issue(award=award, by=moderator, at=NOW)

    awards.revoke(award=award, by=moderator, reason="The work was not their own", at=NOW + timedelta(days=9))

    award.refresh_from_db()
    assert (award.state, award.revoked_at, award.issued_at) == ("revoked", NOW + timedelta(days=9), NOW)
    assert told("award_revoked") == [(place.learner, "The work was not their own")]


def test_a_replaced_certificate_keeps_number_and_code_and_the_former_is_marked(award, moderator):
    awards.issue(award=award, by=moderator, at=NOW)

    second = awards.replace(award=award, by=moderator, name="Wren Holtby-Marsh", at=NOW + timedelta(days=1))

    first = award.certificates.get(serial=1)
    assert first.replaced_at == NOW + timedelta(days=1)
    assert (second.serial, second.name_as_printed, second.replaced_at) == (2, "Wren Holtby-Marsh", None)
    award.refresh_from_db()
    assert award.state == "issued"
