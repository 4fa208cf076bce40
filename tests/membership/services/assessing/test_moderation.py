"""Moderation by a second person: taken, left, sent back, and the three outcomes."""

import pytest

from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from membership.models import ApplicationHolder
from membership.services.assessing import moderation
from membership.services.assessing.holders import HolderRefused
from membership.services.assessing.moderation import OutcomeRefused
from membership.services.chartered.outcomes import reason_of
from membership.workflow import HolderStage
from tests.factories.chartered import CRITERIA, Desk, fresh, moderator
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk().allocated()


def told(person):
    return [row.kind for row in Notification.objects.filter(recipient=person).order_by("created_at", "pk")]


def current(desk):
    return {one.stage for one in ApplicationHolder.objects.filter(application=desk.row, ended_at=None)}


def test_only_what_waits_for_moderation_is_taken(desk):
    with pytest.raises(HolderRefused, match="does not wait"):
        moderation.take_moderation(application=desk.row, by=desk.second, at=desk.at)


def test_who_assessed_it_cannot_moderate_it():
    desk = Desk()
    desk.assessor.groups.add(*desk.second.groups.all())
    desk.assessor = fresh(desk.assessor)
    desk.allocated().recommended()
    moderation.leave_moderation(application=desk.row, by=desk.second, at=desk.at)

    with pytest.raises(HolderRefused, match="had it in their hands"):
        moderation.take_moderation(application=desk.row, by=desk.assessor, at=desk.at)


def test_who_leaves_a_moderation_never_gets_it_again(desk):
    desk.recommended()
    with pytest.raises(HolderRefused, match="not with you"):
        moderation.leave_moderation(application=desk.row, by=desk.moderator, at=desk.at)
    moderation.leave_moderation(application=desk.row, by=desk.second, at=desk.at)
    with pytest.raises(HolderRefused, match="not with you"):
        moderation.leave_moderation(application=desk.row, by=desk.second, at=desk.at)
    with pytest.raises(HolderRefused, match="had it in their hands"):
        moderation.take_moderation(application=desk.row, by=desk.second, at=desk.at)

    assert moderation.take_moderation(application=desk.row, by=desk.moderator, at=desk.at).declared_at == desk.at


def test_a_judgement_goes_back_to_its_assessor_with_the_reason(desk):
    desk.recommended()
    row = moderation.send_back(application=desk.row, by=desk.second, reason="Name the place.", at=desk.at)

    assert (row.state, reason_of(row, "send_back")) == ("assessment", "Name the place.")
    assert told(desk.assessor)[-1] == "application_sent_back"
    assert current(desk) == {"assessment", "moderation"}


def test_what_nobody_assesses_is_not_sent_back(desk):
    with pytest.raises(MoveNotAllowed, match="Nobody has"):
        moderation.send_back(application=Desk().row, by=desk.second, reason="Why.", at=desk.at)


def test_only_the_moderator_who_took_it_decides(desk):
    desk.recommended()
    with pytest.raises(MoveNotAllowed):
        moderation.award(application=desk.row, by=desk.moderator, at=desk.at)


def test_an_award_closes_the_file_to_both(desk):
    desk.awarded()

    assert (desk.row.state, desk.row.decided_at) == ("awarded", desk.at)
    assert current(desk) == set()
    assert told(desk.person)[-1] == "application_awarded"
    assert told(desk.assessor)[-1] == "application_decided"
    assert chain_is_whole(desk.row)


def test_what_is_not_met_is_not_awarded_and_what_is_met_is_neither_declined_nor_missing(desk):
    desk.recommended(CRITERIA[0])
    with pytest.raises(OutcomeRefused, match="cannot be awarded"):
        moderation.award(application=desk.row, by=desk.second, at=desk.at)
    other = Desk().allocated().recommended()
    with pytest.raises(OutcomeRefused, match="cannot be declined"):
        moderation.decline(application=other.row, by=other.second, reason="No.", at=other.at)
    with pytest.raises(OutcomeRefused, match="nothing is missing"):
        moderation.not_yet(application=other.row, by=other.second, reason="No.", at=other.at)


def test_not_yet_names_what_is_missing_per_criterion_and_until_when(desk, settings):
    settings.NOT_YET_DAYS = 10
    desk.not_yet()

    said = Notification.objects.get(recipient=desk.person, kind="application_not_yet").context
    assert said["missing"] == [{"criterion": "Leading people", "feedback": "Say what leading people changed."}]
    assert (desk.row.state, desk.row.answer_by.isoformat(), said["until"]) == ("not_yet", "2026-11-12", "2026-11-12")
    assert current(desk) == {"assessment", "moderation"}


def test_a_decline_gives_its_reasons(desk):
    desk.declined()

    assert (desk.row.state, reason_of(desk.row, "decline")) == ("declined", "Too little.")
    assert (
        Notification.objects.get(recipient=desk.person, kind="application_declined").context["reason"] == "Too little."
    )
    assert current(desk) == set()


@pytest.mark.parametrize("decide", [moderation.decline, moderation.not_yet])
def test_an_outcome_without_an_assessor_tells_nobody_else(desk, decide):
    desk.recommended(CRITERIA[0])
    ApplicationHolder.objects.filter(stage=HolderStage.ASSESSMENT).update(ended_at=desk.at)
    decide(application=desk.row, by=desk.second, reason="Too little.", at=desk.at)

    assert "application_decided" not in told(desk.assessor)


@pytest.mark.django_db(transaction=True)
def test_two_moderators_take_one_application_at_once_and_one_gets_it():
    """Without the lock both find nobody; the second meets ``application_holder_one_current``, an error."""
    desk = Desk().allocated().recommended()
    moderation.leave_moderation(application=desk.row, by=desk.second, at=desk.at)
    people = desk.moderator, moderator()

    def by(person):
        return lambda: moderation.take_moderation(application=desk.row, by=fresh(person), at=desk.at)

    answers = at_once(desk.row, *(by(person) for person in people))

    assert refused(answers) == [HolderRefused]
    assert ApplicationHolder.objects.filter(stage=HolderStage.MODERATION, ended_at=None).count() == 1
