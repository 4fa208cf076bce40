"""Who is told of work that is nearly late or late: each person once for each stage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cmiportal.notifications.models import Notification
from qualifications.models import CentreStaff, Role, Stage
from qualifications.services.reminders import _remind, remind_due
from qualifications.tasks import remind_about_due_work
from tests.factories.accounts import UserFactory
from tests.factories.assessment import Desk
from tests.qualifications.views.places import place_of_today

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def desk():
    return Desk()


def told(kind):
    rows = Notification.objects.filter(kind=kind).select_related("recipient").order_by("recipient__name")
    return [(row.recipient, row.context["stage"], row.context["holder"], row.context["yours"]) for row in rows]


def test_nobody_is_told_before_the_warning(desk):
    stage = desk.allocated().work.stage

    assert remind_due(at=stage.warn_at - SECOND) == 0
    assert (told("work_due_soon"), told("work_late")) == ([], [])


def test_holder_and_coordinators_are_told_once_that_work_is_nearly_late(desk):
    stage = desk.allocated().work.stage

    assert remind_due(at=stage.warn_at) == 1
    assert remind_due(at=stage.due_at) == 1

    assert told("work_due_soon") == [
        (desk.assessor, "marking", "Dilwyn Tarrant", True),
        (desk.coordinator, "marking", "Dilwyn Tarrant", False),
    ]
    assert told("work_late") == []


def test_holder_and_coordinators_are_told_once_that_work_is_late(desk):
    stage = desk.sent_on().work.stage

    for hours in (0, 1, 48):
        assert remind_due(at=stage.due_at + SECOND + timedelta(hours=hours)) == 1

    assert told("work_late") == [
        (desk.coordinator, "verification", "Ruth Carrow", False),
        (desk.verifier, "verification", "Ruth Carrow", True),
    ]


def test_the_message_names_learner_unit_and_dates(desk):
    work = desk.allocated().work
    remind_due(at=work.stage.due_at + SECOND)

    assert Notification.objects.get(kind="work_late", recipient=desk.assessor).context == {
        "unit": "601",
        "title": "Leading 601",
        "attempt": 1,
        "result_due": work.due_at.isoformat(),
        "path": f"/desk/{work.pk}/",
        "learner": desk.learner.name,
        "stage": "marking",
        "due": work.stage.due_at.isoformat(),
        "holder": "Dilwyn Tarrant",
        "yours": True,
    }


def test_work_that_nobody_has_yet_is_told_to_the_coordinators_but_not_to_one_whose_own_it_is(desk):
    CentreStaff.objects.create(
        user=desk.learner, centre=desk.place.centre, role=Role.COORDINATOR, during=("2020-01-01", None)
    )

    remind_due(at=desk.work.stage.due_at + SECOND)

    assert told("work_late") == [(desk.coordinator, "allocation", "", False)]


def test_somebody_who_coordinates_and_marks_is_told_once(desk):
    CentreStaff.objects.create(
        user=desk.coordinator, centre=desk.place.centre, role=Role.ASSESSOR, during=("2020-01-01", None)
    )
    desk.assessor = desk.coordinator

    remind_due(at=desk.allocated().work.stage.due_at + SECOND)

    assert told("work_late") == [(desk.coordinator, "marking", "Marian Osgodby", True)]


def test_a_holder_who_has_left_is_not_told(desk):
    stage = desk.allocated().work.stage
    CentreStaff.objects.filter(user=desk.assessor).delete()

    remind_due(at=stage.due_at + SECOND)

    assert told("work_late") == [(desk.coordinator, "marking", "Dilwyn Tarrant", False)]


def test_a_sign_off_whose_moderator_has_left_is_told_to_all_moderators(desk):
    stage = desk.agreed().work.stage
    desk.moderator.groups.clear()
    other = UserFactory(name="Solveig Ahearn", moderator=True)

    remind_due(at=stage.due_at + SECOND)

    assert told("work_late") == [
        (desk.coordinator, "sign-off", "Ngaio Penrose", False),
        (other, "sign-off", "Ngaio Penrose", False),
    ]


def test_work_that_is_back_with_the_learner_or_done_is_not_late(desk):
    stage = desk.confirmed().work.stages.last()

    assert remind_due(at=stage.due_at + timedelta(days=100)) == 0


def test_a_stage_that_ended_since_it_was_listed_is_left_alone(desk):
    stage = desk.allocated().work.stage
    desk.sent_on()

    assert _remind(stage.pk, "work_late", at=stage.due_at + SECOND) == 0
    assert Stage.objects.get(pk=stage.pk).ended_at == desk.at
    assert told("work_late") == []


def test_the_task_reminds_by_the_clock():
    desk = Desk(enrolment=place_of_today(), at=timezone.now() - timedelta(days=30))

    assert remind_about_due_work() == 1
    assert told("work_late") == [(desk.coordinator, "allocation", "", False)]
