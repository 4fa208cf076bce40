"""Judging criterion by criterion, sending on, and returning for a formal fault with the clock stopped."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.database import rule_broken
from cmiportal.documents import services as documents
from cmiportal.documents.models import ItemVersion
from cmiportal.notifications.models import Notification
from cmiportal.rules.days import end_of
from cmiportal.workflow import MoveNotAllowed, MoveRefused, SealedPayload, StaleMove
from qualifications.models import CentreStaff, HandIn, Judgement, Role
from qualifications.services.allocation import reallocate
from qualifications.services.hand_ins import manifest_of
from qualifications.services.marking import (
    JudgementRefused,
    StaleJudgement,
    criteria_to_judge,
    judge,
    return_to_learner,
    send_on,
    unjudged,
)
from qualifications.services.sign_off import send_back
from tests.factories.assessment import Desk
from tests.factories.portfolio import handed_in
from tests.factories.qualifications import published_unit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOT_WITH_YOU = "This work is not with you for marking, so nothing was changed."


@pytest.fixture
def desk():
    return Desk().allocated()


def told(kind):
    return {row.recipient: row.context for row in Notification.objects.filter(kind=kind).select_related("recipient")}


def codes(criteria):
    return [criterion.code for criterion in criteria]


def leaves(desk, person):
    """The person's roles at the centre are over, and they themselves read afresh."""
    CentreStaff.objects.filter(user=person).delete()
    return User.objects.get(pk=person.pk)


def test_a_judgement_is_kept_with_who_and_when(desk):
    kept = desk.judge("1.1", met=False, feedback="  Weigh one against another.  ")

    assert (kept.met, kept.feedback, kept.by, kept.at, kept.revision) == (
        False,
        "Weigh one against another.",
        desk.assessor,
        desk.at,
        1,
    )
    assert codes(unjudged(desk.work)) == ["1.2", "2.1"]


def test_a_judgement_is_changed_by_whoever_saw_it_last(desk):
    desk.judge("1.1", met=False)

    changed = desk.judge("1.1", revision=1)

    assert (changed.met, changed.feedback, changed.revision) == (True, "", 2)
    assert Judgement.objects.count() == 1


@pytest.mark.parametrize("revision", [0, 2])
def test_a_judgement_on_a_stale_page_is_refused_with_what_stands(desk, revision):
    stands = desk.judge("1.1", feedback="Well argued.")

    with pytest.raises(StaleJudgement) as refused:
        desk.judge("1.1", met=False, revision=revision)

    assert refused.value.kept == stands
    assert Judgement.objects.get().feedback == "Well argued."


def test_what_was_saved_already_in_another_tab_or_by_a_second_click_is_not_stale(desk):
    saved = desk.judge("1.1", feedback="Well argued.")

    again = desk.judge("1.1", feedback="Well argued. ", revision=0)

    assert (again, again.revision) == (saved, 1)


def test_a_judgement_on_one_that_never_was_is_stale(desk):
    with pytest.raises(StaleJudgement) as refused:
        desk.judge("1.1", revision=1)

    assert refused.value.kept is None


def test_a_judgement_on_work_that_moved_since_is_stale(desk):
    with pytest.raises(StaleMove) as refused:
        desk.judge("1.1", moves=desk.work.moves - 1)

    assert type(refused.value) is StaleMove
    assert desk.judge("1.1", moves=desk.work.moves).revision == 1


def test_what_is_not_yet_met_needs_feedback(desk):
    with pytest.raises(JudgementRefused) as refused:
        desk.judge("1.1", met=False, feedback="  ")

    assert str(refused.value) == "Say what is missing: a criterion that is not yet met needs feedback."
    assert not Judgement.objects.exists()


def test_only_the_holder_judges_and_only_in_marking(desk):
    criterion = desk.criterion("1.1")
    for person in (desk.verifier, desk.coordinator, desk.learner, desk.person(Role.ASSESSOR)):
        with pytest.raises(MoveNotAllowed) as refused:
            judge(submission=desk.work, criterion=criterion, by=person, met=True, feedback="", at=desk.at)
        assert str(refused.value) == NOT_WITH_YOU

    desk.sent_on()
    with pytest.raises(MoveNotAllowed):
        desk.judge("1.1", revision=1)


def test_a_holder_whose_role_has_ended_judges_no_more(desk):
    left = leaves(desk, desk.assessor)

    with pytest.raises(MoveNotAllowed):
        judge(submission=desk.work, criterion=desk.criterion("1.1"), by=left, met=True, feedback="", at=desk.at)


def test_a_criterion_of_another_unit_or_already_met_is_not_judged(desk):
    other = published_unit("609").criteria.first()
    with pytest.raises(JudgementRefused, match=r"Criterion 1\.1 is not judged in this attempt"):
        judge(submission=desk.work, criterion=other, by=desk.assessor, met=True, feedback="", at=desk.at)

    desk.confirmed(not_yet=["2.1"]).resubmitted().allocated()
    assert codes(criteria_to_judge(desk.work)) == ["2.1"]
    with pytest.raises(JudgementRefused, match=r"Criterion 1\.2 is not judged in this attempt"):
        desk.judge("1.2")


def test_the_database_keeps_what_is_met_as_met(desk):
    desk.confirmed(not_yet=["2.1"]).resubmitted().allocated()
    met = Judgement.objects.get(criterion__code="1.1")

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Judgement.objects.create(
            submission=desk.work,
            unit_enrolment=desk.unit,
            unit_version=desk.unit.unit_version,
            criterion=met.criterion,
            met=True,
            by=desk.assessor,
            at=desk.at,
        )

    assert rule_broken(refused.value) == "judgement_met_stays_met"


def test_marked_work_goes_to_the_verifier_with_the_judgements_sealed(desk):
    desk.judged(not_yet=["2.1"])

    work = send_on(submission=desk.work, by=desk.assessor, at=desk.at, moves=desk.work.moves)

    assert (work.state, work.stage.holder) == ("verification", desk.verifier)
    sealed = SealedPayload.objects.get(pk=work.events.last().payload_id)
    assert sealed.about == desk.learner
    assert sealed.body == {
        "judgements": [
            {"criterion": "1.1", "met": True, "feedback": "", "by": desk.assessor.pk},
            {"criterion": "1.2", "met": True, "feedback": "", "by": desk.assessor.pk},
            {"criterion": "2.1", "met": False, "feedback": "Say more about 2.1.", "by": desk.assessor.pk},
        ]
    }


def test_the_verifier_is_told_and_the_learner_hears_that_not_how_it_was_marked(desk):
    work = desk.judged(not_yet=["2.1"]).sent_on(not_yet=["2.1"]).work

    assert told("work_allocated")[desk.verifier]["stage"] == "verification"
    assert told("stage_passed")[desk.learner] == {
        "unit": "601",
        "title": "Leading 601",
        "attempt": 1,
        "result_due": work.due_at.isoformat(),
        "path": f"/desk/{work.pk}/",
        "state": "being verified",
        "stage_due": work.stage.due_at.isoformat(),
        "reason": "",
        "open": [],
        "met": [],
        "resubmit_by": "",
        "portfolio_path": f"/learning/unit/{desk.unit.pk}/",
    }


def test_work_is_sent_on_by_its_assessor_alone_and_judged_whole(desk):
    desk.judge("1.1")

    with pytest.raises(JudgementRefused) as refused:
        send_on(submission=desk.work, by=desk.assessor, at=desk.at)
    assert str(refused.value) == "Judge every criterion first. Still waiting: 1.2, 2.1."

    with pytest.raises(MoveNotAllowed) as refused:
        send_on(submission=desk.work, by=desk.verifier, at=desk.at)
    assert str(refused.value) == NOT_WITH_YOU


def test_work_is_not_sent_to_a_verifier_who_has_left(desk):
    desk.judged()
    leaves(desk, desk.verifier)

    with pytest.raises(MoveRefused) as refused:
        send_on(submission=desk.work, by=desk.assessor, at=desk.at)

    assert str(refused.value) == (
        "The verifier of this work has left. Ask your coordinator to name another, then send it."
    )


def test_a_return_stops_the_clock_until_the_work_is_handed_in_again(desk):
    due = desk.work.due_at
    marking_due = desk.work.stage.due_at
    desk.at += 3 * DAY

    work = return_to_learner(
        submission=desk.work, by=desk.assessor, reason=" Unsigned. ", at=desk.at, moves=desk.work.moves
    )

    assert (work.state, work.stage, work.stages.filter(ended_at=None).count()) == ("returned", None, 0)
    assert (work.pauses.get().during.lower, work.pauses.get().during.upper) == (desk.at, None)
    assert SealedPayload.objects.get(pk=work.events.last().payload_id).body == {"reason": "Unsigned."}
    assert told("work_returned")[desk.learner]["reason"] == "Unsigned."

    desk.at += 10 * DAY
    handed_in(desk.unit, at=desk.at)

    work = desk.work
    assert (work.state, work.attempt, work.stage.holder) == ("marking", 1, desk.assessor)
    assert work.pauses.get().during.upper == desk.at
    assert work.due_at == end_of(due.date() + 10 * DAY)
    # Ten days later is a Thursday: no weekend or bank holiday moves it.
    assert work.stage.due_at == end_of(marking_due.date() + 10 * DAY)
    assert told("work_returned_to_you")[desk.assessor]["reason"] == (
        "The learner has corrected the work and submitted it again."
    )


def test_work_handed_in_again_at_the_very_moment_leaves_no_pause(desk):
    return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)

    handed_in(desk.unit, at=desk.at)

    assert (desk.work.state, desk.work.pauses.count()) == ("marking", 0)


def test_a_return_needs_a_reason_and_comes_before_marking(desk):
    with pytest.raises(JudgementRefused, match="Say what the learner has to correct"):
        return_to_learner(submission=desk.work, by=desk.assessor, reason=" ", at=desk.at)

    desk.judge("1.1")
    with pytest.raises(JudgementRefused, match="Marking has begun"):
        return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)


def test_only_the_assessor_returns_to_the_learner(desk):
    with pytest.raises(MoveNotAllowed):
        return_to_learner(submission=desk.work, by=desk.verifier, reason="Unsigned.", at=desk.at)


def test_the_new_assessor_goes_on_from_what_the_former_one_judged(desk):
    desk.judge("1.1", met=False)
    other = desk.person(Role.ASSESSOR)
    reallocate(
        submission=desk.work, by=desk.coordinator, stage="marking", to=other, reason="Ill for weeks.", at=desk.at
    )

    with pytest.raises(MoveNotAllowed):
        desk.judge("1.2")
    desk.assessor = other
    assert desk.judge("1.1", revision=1).by == other


def test_judgements_can_be_changed_after_the_verifier_returned_them(desk):
    desk.sent_on(not_yet=["2.1"])
    send_back(submission=desk.work, by=desk.verifier, reason="2.1 is met on page 4.", at=desk.at)

    changed = desk.judge("2.1", revision=1)

    assert (changed.met, changed.revision) == (True, 2)
    with pytest.raises(JudgementRefused, match="Marking has begun"):
        return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)


def test_what_was_handed_in_stays_as_it_was_whatever_the_learner_writes_and_staff_decide(desk):
    item = desk.made.items.first().item_version.item
    documents.save_draft(item=item, text="Another text.", revision=item.draft.revision, at=desk.at)
    documents.change_item(item=item, kind=item.kind, title="Another title", at=desk.at)
    desk.confirmed()

    made = HandIn.objects.get()
    items = made.items.select_related("criterion", "item_version").order_by("pk")
    assert {one.item_version.text for one in items} != {"Another text."}
    assert manifest_of(made, items) == bytes(made.manifest_sha256) == desk.made.manifest_sha256


def test_the_database_refuses_to_change_a_frozen_version(desk):
    versions = ItemVersion.objects.filter(hand_in_items__hand_in=desk.made)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ItemVersion.objects.filter(pk__in=versions.values("pk")).update(text="Another text.")

    assert rule_broken(refused.value) == "item_version_frozen"
