"""Appeals: raised in time and once, decided by somebody new, opened again for a new assessor or dismissed."""

from datetime import timedelta

import pytest

from cmiportal.documents.services import keep_version
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from membership.models import Appeal, ApplicationHolder, CharteredApplication, StatementEvidence
from membership.permissions import opens_evidence
from membership.services.applying.applications import ApplicationRefused, begin, refuse, resubmit
from membership.services.assessing import allocation, appeals, judging
from membership.services.assessing.appeals import AppealRefused
from membership.services.assessing.holders import HolderRefused
from membership.workflow import HolderStage
from tests.factories.accounts import UserFactory
from tests.factories.chartered import CRITERIA, Desk, assessor, fresh, moderator
from tests.factories.documents import ItemFactory, upload
from tests.factories.qualifications import NOW
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def desk():
    return Desk().allocated().declined()


def raise_appeal(desk, at=NOW):
    return appeals.raise_appeal(application=desk.row, by=desk.person, grounds=" It was cut short. ", at=at)


def taken(desk):
    """An appeal with the moderator who had nothing to do with it."""
    appeal = raise_appeal(desk)
    appeals.take_appeal(appeal=appeal, by=desk.moderator, at=NOW)
    return appeal


def told(person):
    return [row.kind for row in Notification.objects.filter(recipient=person).order_by("created_at", "pk")]


def test_an_appeal_is_told_to_the_applicant_and_to_who_can_decide_it(desk, settings):
    settings.APPEAL_DECISION_DAYS = 9
    appeal = raise_appeal(desk)

    assert (appeal.state, appeal.grounds, appeal.due_on.isoformat()) == ("raised", "It was cut short.", "2026-11-11")
    assert told(desk.person)[-1] == "appeal_received"
    assert told(desk.moderator)[-1] == "appeal_raised"
    assert "appeal_raised" not in told(desk.second)


def test_an_appeal_is_raised_in_time(desk, settings):
    settings.APPEAL_DAYS = 5

    with pytest.raises(AppealRefused, match="5 days"):
        raise_appeal(desk, at=NOW + 6 * DAY)
    assert raise_appeal(desk, at=NOW + 5 * DAY).pk


def test_there_is_one_appeal_against_each_outcome(desk):
    appeal = raise_appeal(desk)
    appeals.withdraw_appeal(appeal=appeal, by=desk.person, at=NOW)

    with pytest.raises(AppealRefused, match="already"):
        raise_appeal(desk)


def test_only_the_applicant_appeals_and_only_against_an_outcome(desk):
    with pytest.raises(AppealRefused, match="no outcome"):
        appeals.raise_appeal(application=desk.row, by=UserFactory(), grounds="Me too.", at=NOW)
    with pytest.raises(AppealRefused, match="no outcome"):
        raise_appeal(Desk())


def test_nobody_who_held_or_decided_anything_of_it_hears_the_appeal(desk):
    appeal = raise_appeal(desk)

    with pytest.raises(HolderRefused, match="had it in their hands"):
        appeals.take_appeal(appeal=appeal, by=desk.second, at=NOW)
    assert Appeal.objects.visible_to(desk.second).count() == 0
    appeals.take_appeal(appeal=appeal, by=desk.moderator, at=NOW)
    assert Appeal.objects.visible_to(fresh(desk.moderator)).get() == appeal


def test_who_found_somebody_not_eligible_hears_no_appeal_against_it():
    desk = Desk(checked=False)
    refuse(application=desk.row, by=desk.second, reason="Too short.", at=NOW)
    appeal = raise_appeal(desk)

    with pytest.raises(HolderRefused, match="they decided about it"):
        appeals.take_appeal(appeal=appeal, by=desk.second, at=NOW)


def test_an_appeal_that_is_upheld_opens_the_application_for_somebody_new(desk):
    appeal = appeals.uphold(appeal=taken(desk), by=desk.moderator, reason="Cut short.", at=NOW)

    row = CharteredApplication.objects.get(pk=desk.row.pk)
    assert (appeal.state, appeal.decided_by) == ("upheld", desk.moderator)
    assert (row.state, row.attempt, row.decided_at) == ("allocation", 2, None)
    assert not ApplicationHolder.objects.filter(application=row, ended_at=None).exists()
    assert appeals.reason_of_appeal(appeal) == "Cut short."
    assert told(desk.person)[-1] == "appeal_decided"
    assert chain_is_whole(row)
    with pytest.raises(HolderRefused, match="had it in their hands"):
        allocation.allocate(application=row, assessor=desk.assessor, by=desk.moderator, at=NOW)


def test_who_had_what_was_missing_is_told_that_somebody_new_gets_it():
    desk = Desk().allocated().not_yet()

    appeals.uphold(appeal=taken(desk), by=desk.moderator, reason="Cut short.", at=NOW)

    people = (desk.assessor, desk.second, desk.moderator)
    assert ["application_taken_from_you" in told(person) for person in people] == [True, True, False]


def test_who_holds_an_appeal_is_told_when_it_is_taken_back(desk):
    appeals.withdraw_appeal(appeal=taken(desk), by=desk.person, at=NOW)

    assert told(desk.moderator)[-1] == "appeal_taken_back"
    assert not ApplicationHolder.objects.filter(application=desk.row, ended_at=None).exists()


def test_a_new_assessor_judges_what_was_not_met(desk):
    appeals.uphold(appeal=taken(desk), by=desk.moderator, reason="Cut short.", at=NOW)
    desk.row.refresh_from_db()
    desk.assessor = assessor()
    desk.allocated()

    assert [one.pk for one in judging.criteria_to_judge(desk.row)] == [CRITERIA[0]]


def test_an_appeal_waits_for_another_application_to_be_taken_back(desk):
    appeal = taken(desk)
    other = begin(person=desk.person, route=desk.row.route, status="cmgr_mcmi", at=NOW)

    with pytest.raises(AppealRefused, match=other.number):
        appeals.uphold(appeal=appeal, by=desk.moderator, reason="Cut short.", at=NOW)


def test_an_appeal_that_is_dismissed_leaves_the_outcome_as_it_is(desk):
    appeal = appeals.dismiss(appeal=taken(desk), by=desk.moderator, reason="It stands.", at=NOW)

    desk.row.refresh_from_db()
    assert (appeal.state, desk.row.state) == ("dismissed", "declined")
    assert not Appeal.objects.visible_to(fresh(desk.moderator)).exists()
    with pytest.raises(HolderRefused, match="decided already"):
        appeals.take_appeal(appeal=appeal, by=moderator(), at=NOW)


def test_days_that_pass_while_an_appeal_is_heard_are_given_back_and_end_nothing():
    desk = Desk().allocated().not_yet()
    until, appeal = desk.row.answer_by, taken(desk)
    assert not CharteredApplication.objects.over(on=until + DAY).exists()

    appeals.dismiss(appeal=appeal, by=desk.moderator, reason="It stands.", at=NOW + 7 * DAY)

    desk.row.refresh_from_db()
    assert desk.row.answer_by == until + 7 * DAY
    assert CharteredApplication.objects.over(on=until + 8 * DAY).exists()


def test_only_who_took_the_appeal_decides_it(desk):
    appeal = taken(desk)

    with pytest.raises(MoveNotAllowed):
        appeals.dismiss(appeal=appeal, by=moderator(), reason="It stands.", at=NOW)


def test_an_appeal_that_was_never_decided_has_no_reason(desk):
    assert appeals.reason_of_appeal(raise_appeal(desk)) == ""
    assert [one.state for one in appeals.appeals_of(desk.row)] == ["raised"]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_appeal_at_once_and_one_appeal_is_raised():
    """Without the lock both find none; the second meets ``appeal_one_open``, an error."""
    desk = Desk().allocated().declined()

    def tab():
        return appeals.raise_appeal(application=desk.row, by=fresh(desk.person), grounds="Cut short.", at=NOW)

    assert refused(at_once(desk.row, tab, tab)) == [AppealRefused]
    assert Appeal.objects.count() == 1
    assert not ApplicationHolder.objects.filter(stage=HolderStage.APPEAL).exists()


def test_nothing_is_submitted_again_while_an_appeal_waits():
    desk = Desk().allocated().not_yet()
    appeal = raise_appeal(desk)
    with pytest.raises(ApplicationRefused, match="Wait for the answer, or take the appeal back"):
        resubmit(application=desk.row, by=desk.person, at=NOW)

    appeals.withdraw_appeal(appeal=appeal, by=desk.person, at=NOW)
    with pytest.raises(ApplicationRefused, match="Change the statement, or add evidence"):
        resubmit(application=desk.row, by=desk.person, at=NOW)


def test_evidence_opens_to_who_decides_the_appeal_against_a_decline():
    desk = Desk().allocated()
    item = ItemFactory(owner=desk.person, title="Minutes", upload=upload())
    version = keep_version(item=item, at=NOW)
    statement = desk.row.statements.get(criterion=CRITERIA[0])
    StatementEvidence.objects.create(statement=statement, item=item, version=version)
    desk.declined()
    assert not opens_evidence(desk.second, version.file)

    taken(desk)

    assert opens_evidence(desk.moderator, version.file)
    assert not opens_evidence(desk.assessor, version.file)
