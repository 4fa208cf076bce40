"""Finding an assessor: who can have an application, declaring, giving back; and two moderators at once."""

import pytest

from cmiportal.links.models import OutsidePerson
from cmiportal.notifications.models import Notification
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveNotAllowed, StaleMove
from membership.models import ApplicationHolder, CharteredApplication, Referee
from membership.services.assessing import allocation
from membership.services.assessing.holders import HolderRefused, hold, holder_of, opened_to, refusals
from membership.workflow import HolderStage
from tests.factories.accounts import UserFactory
from tests.factories.chartered import Desk, assessor, fresh, leave, moderator
from tests.races import at_once

pytestmark = pytest.mark.django_db

ASSESSMENT = HolderStage.ASSESSMENT


def told(person):
    return [row.kind for row in Notification.objects.filter(recipient=person).order_by("created_at", "pk")]


def test_who_has_least_to_do_comes_first_and_who_cannot_comes_last_with_the_reason():
    busy, desk = Desk().allocated(), Desk()
    referee = OutsidePerson.objects.create(email="Referee@Example.org", name="Gwen Adeyemi")
    Referee.objects.create(application=desk.row, person=referee, asked_at=desk.at)
    knows = assessor(email="referee@example.org", name="A")
    UserFactory(name="No assessor")

    found = [(one.person, one.load, one.refusal) for one in allocation.candidates(desk.row)]

    assert found == [(desk.assessor, 0, ""), (busy.assessor, 1, ""), (knows, 0, "they are the referee")]


def test_an_applicant_never_assesses_themselves():
    desk = Desk(person=assessor())

    assert refusals(desk.row, ASSESSMENT) == {desk.person.pk: "it is their own application"}
    with pytest.raises(HolderRefused, match="their own application"):
        allocation.allocate(application=desk.row, assessor=desk.person, by=desk.moderator, at=desk.at)
    desk.row.refresh_from_db()
    assert desk.row.state == "allocation"


def test_only_assessors_get_an_application():
    desk = Desk()

    with pytest.raises(HolderRefused, match="not of the group"):
        allocation.allocate(application=desk.row, assessor=desk.second, by=desk.moderator, at=desk.at)


def test_finding_an_assessor_takes_none_of_the_applicants_time(settings):
    desk = Desk(has_discussion=True)
    CharteredApplication.objects.filter(pk=desk.row.pk).update(valid_until=uk_day(desk.at, 3))

    row = allocation.allocate(application=desk.row, assessor=desk.assessor, by=desk.moderator, at=desk.at)

    assert row.valid_until == uk_day(desk.at, settings.APPLICATION_DAYS)


def test_a_route_without_a_discussion_goes_to_assessment_at_once():
    desk = Desk()

    row = allocation.allocate(application=desk.row, assessor=desk.assessor, by=desk.moderator, at=desk.at, moves=3)

    assert row.state == "assessment"
    assert told(desk.person)[-1] == "application_allocated"
    assert told(desk.assessor) == ["assessor_chosen"]


def test_the_file_opens_once_the_holder_has_declared():
    desk = Desk(has_discussion=True)
    allocation.allocate(application=desk.row, assessor=desk.assessor, by=desk.moderator, at=desk.at)

    assert not opened_to(desk.row, desk.assessor, ASSESSMENT)
    allocation.declare_no_conflict(application=desk.row, by=desk.assessor, at=desk.at)
    again = allocation.declare_no_conflict(application=desk.row, by=desk.assessor, at=desk.at)

    assert again.declared_at == desk.at
    assert opened_to(desk.row, desk.assessor, ASSESSMENT)
    assert "discussion_to_book" not in told(desk.person)


def test_declaring_tells_the_applicant_where_times_are_offered_already():
    desk = Desk(has_discussion=True)
    desk.offered()
    desk.allocated()

    assert told(desk.person)[-1] == "discussion_to_book"


def test_nobody_else_declares():
    desk = Desk().allocated()

    with pytest.raises(HolderRefused, match="not with you"):
        allocation.declare_no_conflict(application=desk.row, by=desk.second, at=desk.at)


def test_who_gives_an_application_back_never_gets_it_again():
    desk = Desk(has_discussion=True).allocated()
    booked = desk.booked()

    row = allocation.give_back(application=desk.row, by=desk.assessor, reason="We worked together.", at=desk.at)

    booked.refresh_from_db()
    assert (row.state, booked.cancelled_at, booked.sequence) == ("allocation", desk.at, 1)
    assert holder_of(row, ASSESSMENT) is None
    assert [(one.person, one.refusal) for one in allocation.candidates(row)] == [
        (desk.assessor, "they have or had it in their hands already")
    ]
    assert told(desk.person)[-1] == "application_given_back"
    assert "application_taken_from_you" not in told(desk.assessor)
    assert told(desk.moderator)[-1] == "application_to_allocate"


def test_a_moderator_takes_it_from_an_assessor_who_is_away():
    desk = Desk().allocated()

    row = allocation.give_back(application=desk.row, by=desk.moderator, reason="Away.", at=desk.at)

    assert row.state == "allocation"
    assert told(desk.assessor)[-1] == "application_taken_from_you"


def test_nobody_gives_back_what_nobody_has():
    desk = Desk()

    with pytest.raises(MoveNotAllowed, match="Nobody has"):
        allocation.give_back(application=desk.row, by=desk.moderator, reason="Away.", at=desk.at)


def test_a_stage_is_held_by_one_and_passes_on_once_they_have_left():
    desk = Desk().allocated().recommended()
    third = moderator()

    with pytest.raises(HolderRefused, match="has this application already"):
        hold(desk.row, third, HolderStage.MODERATION, at=desk.at)
    leave(desk.second)

    assert hold(desk.row, third, HolderStage.MODERATION, at=desk.at, declared=True).declared_at == desk.at
    assert holder_of(desk.row, HolderStage.MODERATION).person == third


@pytest.mark.django_db(transaction=True)
def test_two_moderators_allocate_at_once_and_one_of_them_does():
    """Without the lock both read "waiting for an assessor", and the second learns only that it changed meanwhile."""
    desk, other = Desk(), assessor()

    def by(person, chosen):
        return lambda: allocation.allocate(application=desk.row, assessor=fresh(chosen), by=fresh(person), at=desk.at)

    answers = at_once(desk.row, by(desk.moderator, desk.assessor), by(desk.second, other))

    kinds = [type(answer) for answer in answers]
    assert kinds.count(CharteredApplication) == 1
    assert kinds.count(MoveNotAllowed) == 1
    assert StaleMove not in kinds
    assert ApplicationHolder.objects.count() == 1
