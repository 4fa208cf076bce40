"""Who may have a piece of work: allocation, reallocation, take-over, and the moderator with the shortest queue."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.database import rule_broken
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, MoveRefused, SealedPayload, StaleMove, chain_is_whole
from qualifications.models import CentreStaff, Role, Stage, StageHolder
from qualifications.services.allocation import (
    Candidate,
    allocate,
    candidates,
    candidates_for,
    moderator_for,
    reallocate,
    take_over,
)
from qualifications.services.stages import HolderRefused, current_holder
from tests.factories.accounts import UserFactory
from tests.factories.assessment import Desk
from tests.factories.qualifications import NOW, CentreStaffFactory, EnrolmentFactory, staff_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def desk():
    return Desk()


def told(kind):
    return {row.recipient: row.context for row in Notification.objects.filter(kind=kind).select_related("recipient")}


def holders(desk):
    rows = StageHolder.objects.filter(unit_enrolment=desk.unit).order_by("pk")
    return [(row.stage, row.person, row.ended_at) for row in rows]


def give(desk, **said):
    """Reallocate marking by the coordinator, unless told otherwise."""
    said = {"stage": "marking", "by": desk.coordinator, "reason": "Away until spring.", "at": desk.at, **said}
    return reallocate(submission=desk.work, **said)


def test_allocating_opens_marking_and_names_the_verifier(desk):
    work = allocate(
        submission=desk.work,
        by=desk.coordinator,
        assessor=desk.assessor,
        verifier=desk.verifier,
        at=desk.at + DAY,
        moves=desk.work.moves,
    )

    assert (work.state, work.stage.stage, work.stage.holder) == ("marking", "marking", desk.assessor)
    assert holders(desk) == [("verification", desk.verifier, None), ("marking", desk.assessor, None)]
    event = work.events.last()
    assert (event.action, event.actor, event.data) == (
        "allocate",
        desk.coordinator,
        {"assessor": desk.assessor.pk, "verifier": desk.verifier.pk},
    )
    assert [(stage.stage, stage.ended_at) for stage in Stage.objects.order_by("pk")] == [
        ("allocation", desk.at + DAY),
        ("marking", None),
    ]
    assert chain_is_whole(work)


def test_the_assessor_is_told_whose_work_it_is_and_by_when(desk):
    work = desk.allocated().work

    assert told("work_allocated") == {
        desk.assessor: {
            "unit": "601",
            "title": "Leading 601",
            "attempt": 1,
            "result_due": work.due_at.isoformat(),
            "path": f"/desk/{work.pk}/",
            "learner": desk.learner.name,
            "stage": "marking",
            "due": work.stage.due_at.isoformat(),
            "reason": "",
            "sender": "",
        }
    }


@pytest.mark.parametrize(
    ("assessor", "verifier", "sentence"),
    [
        ("verifier", "verifier", "Ruth Carrow does not have the role that marking needs."),
        ("assessor", "assessor", "Dilwyn Tarrant does not have the role that verification needs."),
        ("assessor", "elsewhere", "Ottilie Marsh does not have the role that verification needs."),
        ("both", "both", "Ivo Lark: This person already holds another stage of this unit's work."),
        ("learner", "verifier", "Wren Holtby: Nobody may hold a stage of their own work."),
    ],
)
def test_nobody_without_the_role_or_with_two_of_them_gets_it(desk, assessor, verifier, sentence):
    User.objects.filter(pk=desk.learner.pk).update(name="Wren Holtby")
    centre = desk.place.centre
    both = staff_of(centre, Role.ASSESSOR, name="Ivo Lark")
    CentreStaffFactory(user=both, centre=centre, role=Role.VERIFIER)
    CentreStaffFactory(user=desk.learner, centre=centre, role=Role.ASSESSOR)
    elsewhere = CentreStaffFactory(role=Role.VERIFIER, user__name="Ottilie Marsh").user
    people = {**vars(desk), "both": both, "elsewhere": elsewhere, "learner": User.objects.get(pk=desk.learner.pk)}

    with pytest.raises(HolderRefused) as refused:
        allocate(
            submission=desk.work,
            by=desk.coordinator,
            assessor=people[assessor],
            verifier=people[verifier],
            at=desk.at,
        )

    assert str(refused.value) == sentence
    assert (desk.work.state, holders(desk)) == ("allocation", [])


def test_only_a_coordinator_of_the_centre_allocates(desk):
    other = CentreStaffFactory(role=Role.COORDINATOR).user

    with pytest.raises(MoveNotAllowed):
        allocate(submission=desk.work, by=other, assessor=desk.assessor, verifier=desk.verifier, at=desk.at)


def test_a_stale_form_allocates_nothing(desk):
    with pytest.raises(StaleMove):
        allocate(
            submission=desk.work,
            by=desk.coordinator,
            assessor=desk.assessor,
            verifier=desk.verifier,
            at=desk.at,
            moves=desk.work.moves - 1,
        )

    assert holders(desk) == []


def test_the_database_refuses_one_person_in_two_stages_and_the_learner_in_any(desk):
    desk.allocated()
    row = {"unit_enrolment": desk.unit, "learner": desk.learner, "stage": "sign_off", "since": NOW}

    for person, rule in (
        (desk.assessor, "stage_holder_one_stage_per_person"),
        (desk.verifier, "stage_holder_one_stage_per_person"),
        (desk.learner, "stage_holder_not_the_learner"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            StageHolder.objects.create(**row, person=person)
        assert rule_broken(refused.value) == rule


def test_the_database_refuses_a_stage_of_somebody_who_does_not_hold_it(desk):
    desk.allocated()
    stage = Stage.objects.filter(submission=desk.work, ended_at=None)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        stage.update(holder=desk.verifier)

    assert rule_broken(refused.value) == "stage_holder_holds"


def test_candidates_are_listed_with_load_and_reason_the_free_ones_first(desk):
    User.objects.filter(pk=desk.learner.pk).update(name="Wren Holtby")
    desk.allocated()
    centre = desk.place.centre
    free = desk.person(Role.ASSESSOR, name="Isolde Marchbank")
    CentreStaffFactory(user=desk.verifier, centre=centre, role=Role.ASSESSOR)
    CentreStaffFactory(user=desk.learner, centre=centre, role=Role.ASSESSOR)
    CentreStaffFactory(centre=centre, role=Role.ASSESSOR, during=(date(2020, 1, 1), date(2021, 1, 1)))
    gone = desk.person(Role.ASSESSOR, name="Ada Quill", is_active=False)
    soon = CentreStaffFactory(
        centre=centre, role=Role.ASSESSOR, user__name="Bo Ferris", during=(date(2200, 1, 1), None)
    ).user

    assert candidates(desk.work, "marking", at=desk.at) == [
        Candidate(free, 0),
        Candidate(desk.assessor, 1),
        Candidate(gone, 0, "can no longer sign in"),
        Candidate(soon, 0, f"is not assessor at {centre} today"),
        Candidate(desk.verifier, 0, "holds or held verification of this unit's work"),
        Candidate(desk.learner, 0, "is the learner"),
    ]


def test_candidates_say_what_is_nearly_late_and_late_and_which_pieces_they_cannot_have(desk):
    stage = desk.allocated().work.stage
    other = Desk(enrolment=EnrolmentFactory(centre=desk.place.centre, version=desk.place.version))
    pieces = [desk.work, other.work]

    def marking(at):
        return next(one for one in candidates_for(pieces, ["marking"], at=at)["marking"] if one.person == desk.assessor)

    assert (marking(stage.warn_at).due_soon, marking(stage.warn_at).late) == (1, 0)
    assert (marking(stage.due_at + DAY).due_soon, marking(stage.due_at + DAY).late) == (0, 1)
    CentreStaffFactory(user=other.learner, centre=desk.place.centre, role=Role.ASSESSOR)
    learner = next(
        one for one in candidates_for(pieces, ["marking"], at=desk.at)["marking"] if one.person == other.learner
    )
    assert (learner.refusal, learner.exceptions) == ("", ((other.work, "is the learner"),))


def test_reallocating_what_is_under_way_opens_a_new_round_for_the_other(desk):
    desk.allocated()
    desk.judge("1.1", feedback="Well argued.")
    other = desk.person(Role.ASSESSOR)
    first_due = desk.work.stage.due_at
    desk.at += DAY

    work = give(desk, to=other, moves=desk.work.moves)

    assert (work.state, work.stage.holder, work.stage.due_at) == ("marking", other, first_due)
    assert holders(desk) == [
        ("verification", desk.verifier, None),
        ("marking", desk.assessor, desk.at),
        ("marking", other, None),
    ]
    assert work.judgements.get().feedback == "Well argued."
    event = work.events.last()
    assert event.data == {"stage": "marking", "from": desk.assessor.pk, "to": other.pk}
    assert SealedPayload.objects.get(pk=event.payload_id).body == {"reason": "Away until spring."}
    assert other in told("work_allocated")
    assert told("work_reallocated") == {
        desk.assessor: {
            "unit": "601",
            "title": "Leading 601",
            "attempt": 1,
            "result_due": work.due_at.isoformat(),
            "path": "/desk/",
            "learner": desk.learner.name,
            "stage": "marking",
        }
    }
    assert chain_is_whole(work)


def test_verification_can_change_hands_before_it_is_reached(desk):
    desk.allocated()
    other = desk.person(Role.VERIFIER)

    work = give(desk, stage="verification", to=other)

    assert (work.state, work.stage.holder, current_holder(work, "verification")) == ("marking", desk.assessor, other)
    assert other not in told("work_allocated")
    desk.sent_on()
    assert desk.work.stage.holder == other


def test_marking_can_change_hands_after_it_is_done(desk):
    desk.sent_on()
    other = desk.person(Role.ASSESSOR)

    work = give(desk, to=other)

    assert (work.state, work.stage.holder, current_holder(work, "marking")) == ("verification", desk.verifier, other)


def test_work_can_go_back_to_somebody_who_had_it(desk):
    desk.allocated()
    other = desk.person(Role.ASSESSOR)
    give(desk, to=other)

    work = give(desk, to=desk.assessor)

    assert work.stage.holder == desk.assessor
    assert [row for row in holders(desk) if row[0] == "marking"] == [
        ("marking", desk.assessor, None),
        ("marking", other, desk.at),
    ]


def test_a_former_holder_stays_barred_from_the_other_stages(desk):
    desk.allocated()
    CentreStaffFactory(user=desk.assessor, centre=desk.place.centre, role=Role.VERIFIER)
    give(desk, to=desk.person(Role.ASSESSOR))

    with pytest.raises(HolderRefused) as refused:
        give(desk, stage="verification", to=User.objects.get(pk=desk.assessor.pk))

    assert str(refused.value) == "Dilwyn Tarrant: This person already holds another stage of this unit's work."


def test_reallocating_needs_a_reason_and_somebody_else(desk):
    desk.allocated()

    with pytest.raises(MoveRefused, match="Say why somebody else gets this work"):
        give(desk, to=desk.person(Role.ASSESSOR), reason="  ")
    with pytest.raises(HolderRefused, match="Dilwyn Tarrant already has this work"):
        give(desk, to=desk.assessor)
    with pytest.raises(HolderRefused, match="does not have the role that marking needs"):
        give(desk, to=desk.verifier)


@pytest.mark.parametrize("state", ["allocation", "sign_off", "passed"])
def test_only_work_with_the_centre_is_reallocated(desk, state):
    if state == "sign_off":
        desk.agreed()
    elif state == "passed":
        desk.confirmed()

    with pytest.raises(MoveNotAllowed, match="neither being marked nor being verified"):
        give(desk, to=desk.person(Role.ASSESSOR), by=desk.moderator)


def test_somebody_who_has_left_altogether_is_not_told(desk):
    desk.allocated()
    User.objects.filter(pk=desk.assessor.pk).update(is_active=False)

    give(desk, to=desk.person(Role.ASSESSOR))

    assert told("work_reallocated") == {}


def test_a_moderator_takes_a_sign_off_over(desk):
    desk.agreed()
    other = UserFactory(moderator=True)
    desk.at += DAY

    work = take_over(submission=desk.work, by=other, at=desk.at, moves=desk.work.moves)

    assert (work.state, work.stage.holder) == ("sign_off", other)
    assert work.events.last().data == {"stage": "sign_off", "from": desk.moderator.pk, "to": other.pk}
    assert list(told("work_reallocated")) == [desk.moderator]
    assert holders(desk)[-2:] == [("sign_off", desk.moderator, desk.at), ("sign_off", other, None)]


def test_nobody_takes_over_what_they_may_not_have(desk):
    desk.sent_on()
    with pytest.raises(MoveNotAllowed, match="not being signed off"):
        take_over(submission=desk.work, by=desk.moderator, at=desk.at)
    desk.agreed()

    with pytest.raises(HolderRefused, match="does not have the role that sign-off needs"):
        take_over(submission=desk.work, by=desk.verifier, at=desk.at)
    with pytest.raises(HolderRefused, match="You already have this work"):
        take_over(submission=desk.work, by=desk.moderator, at=desk.at)


def test_the_moderator_with_the_shortest_queue_signs_off():
    busy = Desk().agreed()
    free = UserFactory(moderator=True)
    desk = Desk()
    User.objects.filter(pk=desk.moderator.pk).update(is_active=False)

    assert busy.work.stage.holder == busy.moderator
    assert moderator_for(desk.work) == free


def test_whoever_signed_off_before_does_so_again_unless_they_have_left(desk):
    desk.confirmed(not_yet=["2.1"]).resubmitted()
    UserFactory(moderator=True)

    assert moderator_for(desk.work) == desk.moderator

    desk.moderator.groups.clear()
    assert moderator_for(desk.work) != desk.moderator


def test_a_moderator_who_had_a_part_in_the_work_or_is_its_learner_does_not_sign_off(desk):
    desk.allocated()
    for person in (desk.assessor, desk.learner):
        person.groups.set(desk.moderator.groups.all())

    assert moderator_for(desk.work) == desk.moderator

    desk.moderator.groups.clear()
    with pytest.raises(MoveRefused, match="No moderator of the Institute is free to sign this off"):
        moderator_for(desk.work)


def test_roles_end_with_their_period(desk):
    CentreStaff.objects.filter(user=desk.assessor).update(during=(date(2020, 1, 1), date(2021, 1, 1)))

    with pytest.raises(HolderRefused, match="does not have the role"):
        desk.allocated()
