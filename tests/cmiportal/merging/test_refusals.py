"""What stands in the way of a merge: said in a sentence, and then nothing changes."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.utils import timezone

from cmiportal.accounts.groups import ADMINISTRATORS, MODERATORS
from cmiportal.accounts.models import User
from cmiportal.links.models import OutsidePerson
from cmiportal.merging import services
from cmiportal.merging.models import Merge
from cmiportal.merging.services import MergeRefused, merge, why_not
from cmiportal.merging.tables import counts
from cmiportal.workflow import move
from membership.models import Slot
from qualifications.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.applications import begun, ready
from tests.factories.chartered import Desk
from tests.factories.cpd import CharteredStatusFactory, CpdEntryFactory
from tests.factories.membership import member
from tests.factories.places import LINE_MANAGER, asked_place, registered_place
from tests.factories.portfolio import handed_in, judged
from tests.factories.qualifications import NOW, CentreStaffFactory, EnrolmentFactory, passed, published_unit

pytestmark = pytest.mark.django_db

APART = "judged, decided or answered"


def refused(leaving, staying, by, reason="Both are hers."):
    before = counts(leaving)
    with pytest.raises(MergeRefused) as refusal:
        merge(leaving=leaving, staying=staying, by=by, reason=reason, at=NOW)
    assert counts(leaving) == before
    assert not Merge.objects.exists()
    return " ".join(refusal.value.args)


def test_an_account_is_not_merged_with_itself(leaving, merger):
    assert refused(leaving, leaving, merger) == "This is one account: give the address of the other one."


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_is_needed(leaving, staying, merger, reason):
    assert refused(leaving, staying, merger, reason) == "Say how you know that both accounts belong to one person."


@pytest.mark.parametrize("fields", [{}, {"is_staff": True}, {"is_staff": True, "groups": [ADMINISTRATORS]}])
def test_nobody_merges_without_the_permission(leaving, staying, fields):
    assert refused(leaving, staying, UserFactory(**fields)) == "You may not merge accounts."


@pytest.mark.parametrize("side", ["leaving", "staying"])
@pytest.mark.parametrize("fields", [{"is_staff": True}, {"admin": True}, {"groups": [MODERATORS]}])
def test_accounts_of_staff_stay_by_themselves(leaving, staying, merger, side, fields):
    both = {"leaving": leaving, "staying": staying, side: UserFactory(email="staff@example.org", **fields)}

    assert refused(**both, by=merger).startswith("staff@example.org is an account of staff")


def test_so_does_one_with_a_right_of_its_own(leaving, staying, merger):
    leaving.user_permissions.add(Permission.objects.first())

    assert "is an account of staff" in refused(leaving, staying, merger)


@pytest.mark.parametrize("side", ["leaving", "staying"])
def test_closed_accounts_stay_closed(leaving, staying, merger, side):
    closed = UserFactory(email="closed@example.org", is_active=False)

    assert refused(**{"leaving": leaving, "staying": staying, side: closed}, by=merger) == (
        "The account closed@example.org is closed."
    )


def test_two_dates_of_birth_are_put_right_first(leaving, staying, merger):
    User.objects.filter(pk=staying.pk).update(date_of_birth=date(1991, 3, 27))

    assert "different dates of birth" in refused(leaving, staying, merger)


def test_two_learner_numbers_are_put_right_first(leaving, staying, merger):
    for person, uln in ((leaving, "1234567890"), (staying, "2234567890")):
        User.objects.filter(pk=person.pk).update(uln=uln)

    assert "different unique learner numbers" in refused(leaving, staying, merger)


def both_members(one, other):
    return [member(person=person) for person in (one, other)]


def both_on_one_qualification(one, other):
    place = registered_place(learner=one)
    EnrolmentFactory(learner=other, version=place.version, state="requested")


def both_passed_one_unit(one, other):
    unit = published_unit("601")
    for person in (one, other):
        passed(person, unit)


def both_apply(one, other):
    for membership in (member(person=one), member(person=other, basis="studying")):
        begun(membership.person)


def both_are_chartered(one, other):
    for person in (one, other):
        CharteredStatusFactory(person=person)


def both_recorded_one_thing(one, other):
    for person in (one, other):
        CpdEntryFactory(person=person, source_key="pass:1")


def both_have_one_role(one, other):
    role = CentreStaffFactory(user=one)
    CentreStaffFactory(user=other, centre=role.centre)


def both_offer_one_time(one, other):
    day = NOW.replace(hour=9), NOW.replace(hour=10), NOW.replace(hour=11)
    Slot.objects.create(assessor=one, during=(day[0], day[2]))
    Slot.objects.create(assessor=other, during=(day[1], day[2]))


CLASHES = {
    both_members: "Both are members",
    both_on_one_qualification: "Both have a place, or a request for one, on the same qualification",
    both_passed_one_unit: "Both have passed the same unit",
    both_apply: "Both have an open Chartered Manager application",
    both_are_chartered: "Both hold a Chartered status",
    both_recorded_one_thing: "Both have recorded the same thing as CPD",
    both_have_one_role: "Both have the same role at the same centre",
    both_offer_one_time: "Both offer the same time",
}
EACH = pytest.mark.parametrize(("made", "sentence"), CLASHES.items(), ids=lambda each: getattr(each, "__name__", ""))


@EACH
def test_what_one_person_cannot_have_twice_stands_in_the_way(made, sentence, leaving, staying, merger):
    made(leaving, staying)

    assert sentence in refused(leaving, staying, merger)
    assert sentence in refused(staying, leaving, merger)


@EACH
def test_what_another_person_has_does_not(made, sentence, leaving, staying):
    made(leaving, UserFactory())

    assert why_not(leaving=leaving, staying=staying) == []


def test_a_time_that_was_withdrawn_is_free(leaving, staying):
    both_offer_one_time(leaving, staying)
    Slot.objects.filter(assessor=staying).update(withdrawn_at=NOW)

    assert why_not(leaving=leaving, staying=staying) == []


def test_who_is_chartered_by_a_membership_keeps_it(leaving, staying, merger):
    member(person=leaving, basis="studying")
    CharteredStatusFactory(person=leaving)
    member(person=staying)

    assert "Both are members" in refused(leaving, staying, merger)


def test_who_holds_a_stage_of_the_work_of_the_other_stays_apart(leaving, merger):
    submission = judged(handed_in(), until="outcome")
    learner = submission.unit_enrolment.learner
    assessor = submission.unit_enrolment.holders.get(stage="marking").person

    assert APART in refused(learner, assessor, merger)
    assert APART in refused(assessor, learner, merger)


def test_two_who_held_stages_of_one_work_stay_apart(merger):
    submission = judged(handed_in(), until="outcome")
    marker, verifier = (
        submission.unit_enrolment.holders.get(stage=stage).person for stage in ("marking", "verification")
    )

    assert "Both have held a stage of the same work" in refused(marker, verifier, merger)


def test_who_registered_a_learner_stays_apart_from_them(leaving, staying, merger):
    place = registered_place(learner=leaving)
    coordinator = CentreStaffFactory(user=staying, centre=place.centre, role=Role.COORDINATOR).user
    move(place, "withdraw", at=NOW, actor=coordinator)

    assert APART in refused(leaving, staying, merger)


def test_an_assessor_stays_apart_from_the_applicant(merger):
    desk = Desk().allocated()
    desk.assessor.groups.clear()

    assert APART in refused(desk.person, desk.assessor, merger)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_line_manager_is_not_the_learner(leaving, staying, merger, turn):
    manager = type(LINE_MANAGER)("Wren Ashgrove", "wren@example.org", "Own firm")
    asked_place(learner=staying, line_manager=manager)

    assert "was the line manager" in refused(*[leaving, staying][::turn], merger)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_referee_is_not_the_applicant(leaving, staying, merger, turn):
    ready(member(person=staying).person)
    OutsidePerson.objects.update(email="wren@example.org")

    assert "is the referee" in refused(*[leaving, staying][::turn], merger)


def test_another_fault_of_the_database_is_no_refusal(leaving, staying, merger, monkeypatch):
    def breaks(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(services, "move_rows", breaks)  # as when the connection is lost

    with pytest.raises(OperationalError, match="gone"):
        merge(leaving=leaving, staying=staying, by=merger, reason="Both are hers.", at=timezone.now())
