"""Verification and sign-off: agreeing, returning either way, and the outcome with what follows from it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from cmiportal.notifications.models import Notification
from cmiportal.rules.days import end_of
from cmiportal.workflow import MoveNotAllowed, MoveRefused, SealedPayload, StaleMove, chain_is_whole
from membership.models import CpdOffer
from qualifications.models import Award, CentreStaff, Role, StageHolder, UnitEnrolment, UnitPass
from qualifications.services.sign_off import agree, confirm, keep_pass, outcome_of, send_back
from qualifications.services.submission import open_attempt, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.assessment import Desk
from tests.factories.qualifications import EnrolmentFactory, passed, published_unit, published_version

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def desk():
    return Desk()


def told(kind):
    return {row.recipient: row.context for row in Notification.objects.filter(kind=kind).select_related("recipient")}


def test_a_verifier_agrees_and_a_moderator_gets_the_work(desk):
    desk.sent_on()

    work = agree(submission=desk.work, by=desk.verifier, at=desk.at, moves=desk.work.moves)

    assert (work.state, work.stage.holder) == ("sign_off", desk.moderator)
    assert told("work_allocated")[desk.moderator]["stage"] == "sign-off"
    states = Notification.objects.filter(kind="stage_passed").order_by("pk").values_list("context__state", flat=True)
    assert list(states) == ["being verified", "being signed off"]


def test_without_a_free_moderator_the_work_stays_where_it_is(desk):
    desk.sent_on()
    desk.moderator.groups.clear()

    with pytest.raises(MoveRefused, match="No moderator of the Institute is free"):
        agree(submission=desk.work, by=desk.verifier, at=desk.at)

    assert desk.work.state == "verification"


@pytest.mark.parametrize("role", ["assessor", "coordinator", "learner", "moderator"])
def test_only_the_verifier_agrees(desk, role):
    desk.sent_on()

    with pytest.raises(MoveNotAllowed):
        agree(submission=desk.work, by=getattr(desk, role), at=desk.at)


def test_a_verifier_returns_to_the_assessor_with_a_reason(desk):
    desk.sent_on()
    desk.at += DAY

    work = send_back(
        submission=desk.work, by=desk.verifier, reason=" 2.1 has no feedback. ", at=desk.at, moves=desk.work.moves
    )

    assert (work.state, work.stage.holder) == ("marking", desk.assessor)
    assert told("work_returned_to_you")[desk.assessor]["reason"] == "2.1 has no feedback."
    sealed = SealedPayload.objects.get(pk=work.events.last().payload_id)
    assert (sealed.body["reason"], len(sealed.body["judgements"])) == ("2.1 has no feedback.", 3)
    assert list(told("stage_passed")) == [desk.learner]


def test_a_moderator_returns_to_the_verifier(desk):
    desk.agreed()

    work = send_back(submission=desk.work, by=desk.moderator, reason="Look at 1.2 again.", at=desk.at)

    assert (work.state, work.stage.holder, work.events.last().action) == ("verification", desk.verifier, "question")
    agree(submission=desk.work, by=desk.verifier, at=desk.at)
    assert desk.work.stage.holder == desk.moderator


def test_returning_needs_a_reason_the_stage_and_the_person(desk):
    desk.allocated()
    with pytest.raises(MoveNotAllowed):
        send_back(submission=desk.work, by=desk.assessor, reason="No.", at=desk.at)
    desk.sent_on()
    with pytest.raises(MoveRefused, match="Say why you return it"):
        send_back(submission=desk.work, by=desk.verifier, reason="  ", at=desk.at)
    with pytest.raises(MoveNotAllowed):
        send_back(submission=desk.work, by=desk.assessor, reason="No.", at=desk.at)
    with pytest.raises(StaleMove):
        send_back(submission=desk.work, by=desk.verifier, reason="No.", at=desk.at, moves=1)


def test_work_that_goes_back_to_somebody_who_has_left_is_told_to_the_coordinators(desk):
    desk.agreed()
    CentreStaff.objects.create(
        user=desk.learner, centre=desk.place.centre, role=Role.COORDINATOR, during=("2020-01-01", None)
    )
    CentreStaff.objects.filter(user=desk.verifier).delete()

    work = send_back(submission=desk.work, by=desk.moderator, reason="Look at 1.2 again.", at=desk.at)

    assert told("work_returned_to_you") == {}
    assert told("work_to_reallocate") == {
        desk.coordinator: {
            "unit": "601",
            "title": "Leading 601",
            "attempt": 1,
            "result_due": work.due_at.isoformat(),
            "path": f"/desk/{work.pk}/",
            "learner": desk.learner.name,
            "stage": "verification",
            "due": work.stage.due_at.isoformat(),
            "holder": "Ruth Carrow",
        }
    }


def test_a_pass_is_confirmed_kept_and_told(desk):
    desk.agreed()
    desk.at += DAY
    assert outcome_of(desk.work) == "pass"

    work = confirm(submission=desk.work, by=desk.moderator, at=desk.at, moves=desk.work.moves)

    assert (work.state, work.stage, work.resubmit_by) == ("passed", None, None)
    kept = UnitPass.objects.get()
    assert (kept.learner, kept.unit, kept.submission, kept.decided_by, kept.passed_on) == (
        desk.learner,
        desk.unit.unit,
        work,
        desk.moderator,
        desk.at.date(),
    )
    offer = CpdOffer.objects.get(person=desk.learner)
    assert (offer.source_key, offer.title) == (f"pass:{kept.pk}", f"Unit {kept.unit.number}, {kept.unit_version.title}")
    assert (offer.on, offer.entry, offer.dismissed_at) == (kept.passed_on, None, None)
    assert told("outcome_passed")[desk.learner]["met"] == ["1.1", "1.2", "2.1"]
    assert work.stages.filter(ended_at=None).count() == 0
    assert chain_is_whole(work)


def test_a_pass_that_completes_the_rule_raises_the_award():
    place = EnrolmentFactory(version=published_version([published_unit("601", credits=13)], min_credits=13))

    Desk(enrolment=place).confirmed()

    assert Award.objects.get().enrolment == place


def test_a_pass_that_stands_already_stays_the_one_that_counts(desk):
    before = passed(desk.learner, desk.unit.unit_version)
    desk.agreed()

    work = confirm(submission=desk.work, by=desk.moderator, at=desk.at)

    assert work.state == "passed"
    assert list(UnitPass.objects.all()) == [before]
    assert keep_pass(work, by=desk.moderator, at=desk.at) == before
    assert not CpdOffer.objects.exists()


def test_a_referral_says_what_is_open_and_until_when_it_can_be_resubmitted(desk):
    work = desk.confirmed(not_yet=["1.2", "2.1"]).work

    assert (work.state, work.resubmit_by) == ("referred", end_of(desk.at.date() + 28 * DAY))
    context = told("outcome_referred")[desk.learner]
    assert (context["met"], context["resubmit_by"]) == (["1.1"], work.resubmit_by.isoformat())
    assert context["open"] == [
        {"code": code, "criterion": f"analyse theme {code}", "feedback": f"Say more about {code}."}
        for code in ("1.2", "2.1")
    ]
    assert not UnitPass.objects.exists()


def test_a_resubmission_is_judged_on_what_is_open_by_the_same_people(desk):
    desk.confirmed(not_yet=["2.1"]).resubmitted().confirmed()

    work = desk.work
    assert (work.attempt, work.state) == (2, "passed")
    assert list(work.judgements.values_list("criterion__code", flat=True)) == ["2.1"]
    assert StageHolder.objects.filter(unit_enrolment=desk.unit).count() == 3


def test_after_two_resubmissions_the_unit_is_not_passed(desk):
    desk.confirmed(not_yet=["2.1"])
    desk.resubmitted().confirmed(not_yet=["2.1"])
    assert desk.work.state == "referred"
    desk.resubmitted().agreed(not_yet=["2.1"])
    assert outcome_of(desk.work) == "fail"
    desk.confirmed(not_yet=["2.1"])

    work = desk.work
    assert (work.attempt, work.state, work.resubmit_by) == (3, "failed", None)
    assert UnitEnrolment.objects.get().failed_at == desk.at
    assert [one["code"] for one in told("outcome_failed")[desk.learner]["open"]] == ["2.1"]


def test_an_attempt_that_was_taken_back_uses_up_no_resubmission(desk):
    desk.confirmed(not_yet=["2.1"])
    withdraw(
        submission=open_attempt(unit_enrolment=desk.unit, by=desk.learner, at=desk.at), by=desk.learner, at=desk.at
    )

    desk.resubmitted().confirmed(not_yet=["2.1"])

    assert (desk.work.attempt, desk.work.state) == (3, "referred")


def test_only_the_moderator_who_has_it_confirms(desk):
    desk.agreed()

    for person in (desk.verifier, desk.coordinator, UserFactory(moderator=True), UserFactory(admin=True)):
        with pytest.raises(MoveNotAllowed):
            confirm(submission=desk.work, by=person, at=desk.at)
    with pytest.raises(StaleMove):
        confirm(submission=desk.work, by=desk.moderator, at=desk.at, moves=0)

    assert not UnitPass.objects.exists()


def test_a_second_pass_of_a_unit_is_refused_by_the_database(desk):
    work = desk.confirmed().work

    with pytest.raises(IntegrityError):
        UnitPass.objects.create(
            learner=desk.learner,
            unit=desk.unit.unit,
            unit_version=desk.unit.unit_version,
            passed_on=desk.at.date(),
            unit_enrolment=desk.unit,
            submission=work,
            decided_by=desk.moderator,
        )
