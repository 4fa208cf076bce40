"""Judging criterion by criterion: who may, what goes stale, what stays met, evidence, and what is recommended."""

import pytest
from django.db import IntegrityError, transaction

from cmiportal.documents.services import keep_version
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, SealedPayload, StaleMove
from membership.models import CharteredCriterion, CriterionJudgement, StatementEvidence
from membership.services.applying.applications import resubmit
from membership.services.applying.statements import keep_statement
from membership.services.assessing import allocation, judging, moderation
from membership.services.assessing.judging import JudgementRefused, StaleJudgement
from tests.factories.chartered import CRITERIA, Desk, fresh, moderator
from tests.factories.documents import ItemFactory
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk().allocated()


def criterion(key=CRITERIA[0]):
    return CharteredCriterion.objects.get(pk=key)


def judge(desk, met=True, feedback="", key=CRITERIA[0], by=None, **known):
    return judging.judge(
        application=desk.row,
        criterion=criterion(key),
        by=by or desk.assessor,
        met=met,
        feedback=feedback,
        at=desk.at,
        **known,
    )


def recommend(desk, advice="award", **known):
    return judging.recommend(
        application=desk.row, by=desk.assessor, advice=advice, reason="As judged.", at=desk.at, **known
    )


def told(person):
    return [row.kind for row in Notification.objects.filter(recipient=person).order_by("created_at", "pk")]


def test_a_judgement_is_kept_and_changed(desk):
    judge(desk, met=False, feedback=" Say more. ")
    kept = judge(desk, revision=1)

    assert (kept.met, kept.feedback, kept.revision, kept.by, kept.attempt) == (True, "", 2, desk.assessor, 1)


def test_what_is_not_yet_met_needs_feedback(desk):
    with pytest.raises(JudgementRefused, match="Say what is missing"):
        judge(desk, met=False, feedback=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        CriterionJudgement.objects.create(
            application=desk.row, criterion=criterion(), attempt=1, met=False, by=desk.assessor, at=desk.at
        )


def test_a_stale_form_is_refused_with_what_is_stored_and_a_second_click_is_not_stale(desk):
    kept = judge(desk)

    assert judge(desk) == kept
    with pytest.raises(StaleJudgement) as stale:
        judge(desk, met=False, feedback="Mine.")
    assert stale.value.kept == kept
    with pytest.raises(StaleJudgement) as stale:
        judge(desk, key=CRITERIA[1], revision=3)
    assert stale.value.kept is None
    with pytest.raises(StaleMove):
        judge(desk, revision=1, moves=desk.row.moves - 1)


def test_only_the_assessor_who_has_declared_judges():
    desk = Desk()
    with pytest.raises(MoveNotAllowed, match="not with you"):
        judge(desk)
    allocation.allocate(application=desk.row, assessor=desk.assessor, by=desk.moderator, at=desk.at)
    with pytest.raises(MoveNotAllowed, match="Declare first"):
        judge(desk)
    allocation.declare_no_conflict(application=desk.row, by=desk.assessor, at=desk.at)
    with pytest.raises(MoveNotAllowed, match="not with you"):
        judge(desk, by=desk.second)
    assert judge(desk).met


def test_a_criterion_of_another_route_is_not_judged(desk):
    other = CharteredCriterion.objects.create(
        key="other", position=90, title="Other", detail="Other.", words_from=1, words_to=9
    )

    with pytest.raises(JudgementRefused, match="not judged in this attempt"):
        judge(desk, key=other.pk)


def test_each_piece_of_evidence_is_judged_with_its_criterion(desk):
    statement = desk.row.statements.get(criterion=CRITERIA[0])
    counts, does_not = (
        StatementEvidence.objects.create(statement=statement, item=item, version=keep_version(item=item, at=desk.at))
        for item in (ItemFactory(owner=desk.person, text="One"), ItemFactory(owner=desk.person, text="Two"))
    )
    judge(desk, accepted=[counts.pk])

    counts.refresh_from_db()
    does_not.refresh_from_db()
    assert (counts.accepted, counts.judged_by, does_not.accepted) == (True, desk.assessor, False)


def test_everything_is_judged_before_it_goes_to_moderation(desk):
    judge(desk)
    with pytest.raises(JudgementRefused, match="Managing change, Impact"):
        recommend(desk)


def test_the_advice_follows_from_the_judgements(desk):
    desk.judged(CRITERIA[0])
    with pytest.raises(JudgementRefused, match="cannot be recommended"):
        recommend(desk)
    judge(desk, revision=1)
    with pytest.raises(JudgementRefused, match="nothing is missing"):
        recommend(desk, "not_yet")


def test_recommending_seals_the_judgements_and_tells_who_can_moderate(desk):
    knows = moderator()
    other = Desk(person=knows).allocated()
    other.judged()
    row = judging.recommend(application=other.row, by=other.assessor, advice="award", reason="Good.", at=other.at)

    event = row.events.get(action="recommend")
    assert (row.state, event.data) == ("moderation", {"advice": "award"})
    assert [one["met"] for one in SealedPayload.objects.get(pk=event.payload_id).body["judgements"]] == [True] * 3
    assert "application_to_moderate" in told(desk.second)
    assert "application_to_moderate" not in told(knows)
    assert told(other.person)[-1] == "application_assessed"


def test_what_an_attempt_met_stays_met_and_the_next_goes_to_the_same_people():
    desk = Desk().allocated().not_yet()
    statement = desk.row.statements.get(criterion=CRITERIA[0])
    keep_statement(statement=statement, text="I led a team of nine through it.", revision=0, at=desk.at)
    resubmit(application=desk.row, by=desk.person, at=desk.at)
    desk.row.refresh_from_db()

    assert [one.key for one in judging.criteria_to_judge(desk.row)] == [CRITERIA[0]]
    assert [one.criterion_id for one in judging.met_earlier(desk.row)] == list(CRITERIA[1:])
    with pytest.raises(JudgementRefused, match="not judged in this attempt"):
        judge(desk, key=CRITERIA[1])
    judge(desk)
    recommend(desk)

    assert told(desk.second)[-1] == "application_to_moderate"
    desk.row.refresh_from_db()
    assert moderation.award(application=desk.row, by=desk.second, at=desk.at).state == "awarded"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_save_one_judgement_at_once_and_the_second_is_told():
    """Without the lock both find nothing stored; the second meets ``criterion_judgement_once``, an error."""
    desk = Desk().allocated()

    def tab(met, feedback):
        return lambda: judge(desk, met=met, feedback=feedback, by=fresh(desk.assessor))

    answers = at_once(desk.row, tab(True, ""), tab(False, "Say more."))

    assert refused(answers) == [StaleJudgement]
    assert CriterionJudgement.objects.count() == 1
