"""Who is told of work that is nearly late or late: each person once for each stage, in one message a run."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.utils import timezone

from cmiportal.notifications.models import Notification
from qualifications.models import CentreStaff, Role
from qualifications.services.reminders import remind_due
from qualifications.tasks import remind_about_due_work
from tests.factories.accounts import UserFactory
from tests.factories.assessment import Desk
from tests.factories.qualifications import LONG_AGO, NOW, CentreStaffFactory
from tests.qualifications.services.due_work import another, elsewhere
from tests.qualifications.views.places import place_of_today

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MONTHS = timedelta(days=100)


@pytest.fixture
def desk():
    return Desk()


def told(kind):
    """Of messages about one piece: whom, which stage, who has it, and whether that is the reader."""
    rows = Notification.objects.filter(kind=kind).select_related("recipient").order_by("recipient__name")
    return [(row.recipient, row.context["stage"], row.context["holder"], row.context["yours"]) for row in rows]


def lists():
    """Of messages about several pieces: whom, the centre, and the learners in their order."""
    rows = Notification.objects.filter(kind="work_due_list").select_related("recipient").order_by("recipient__name")
    return [
        (row.recipient, row.context["centre"], [piece["learner"] for piece in row.context["pieces"]]) for row in rows
    ]


class Stopped(Exception):
    """The process ended here."""


def stopping_before(write):
    """A wrapper of the connection that ends the process before the message of that number, counted from 1."""
    messages = count(1)

    def execute(run, sql, params, many, context):
        if sql.startswith("INSERT") and next(messages) == write:
            raise Stopped
        return run(sql, params, many, context)

    return execute


def test_nobody_is_told_before_the_warning(desk):
    stage = desk.allocated().work.stage

    assert remind_due(at=stage.warn_at - SECOND) == 0
    assert Notification.objects.filter(kind__startswith="work_due").count() == 0


def test_holder_and_coordinators_are_told_once_that_work_is_nearly_late(desk):
    stage = desk.allocated().work.stage

    assert remind_due(at=stage.warn_at) == 2
    assert remind_due(at=stage.due_at) == 0

    assert told("work_due_soon") == [
        (desk.assessor, "marking", "Dilwyn Tarrant", True),
        (desk.coordinator, "marking", "Dilwyn Tarrant", False),
    ]
    assert told("work_late") == []


def test_they_are_told_once_more_when_it_is_late(desk):
    stage = desk.sent_on().work.stage
    remind_due(at=stage.warn_at)

    assert [remind_due(at=stage.due_at + SECOND + timedelta(hours=hours)) for hours in (0, 1, 48)] == [2, 0, 0]

    assert told("work_late") == [
        (desk.coordinator, "verification", "Ruth Carrow", False),
        (desk.verifier, "verification", "Ruth Carrow", True),
    ]


def test_the_message_names_learner_unit_dates_and_working_days(desk):
    work = desk.allocated().work
    remind_due(at=work.stage.due_at + timedelta(days=7))

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
        "late": True,
        "late_by": 5,
        "told": [f"late:{work.stage.pk}"],
    }


def test_several_pieces_come_in_one_message_to_each_the_soonest_due_first(desk):
    late, later = another(desk, days_ago=2).allocated(), another(desk, days_ago=1).allocated()
    desk.allocated()

    assert remind_due(at=desk.work.stage.due_at + MONTHS) == 2

    names = [one.learner.name for one in (late, later, desk)]
    assert lists() == [(desk.assessor, "", names), (desk.coordinator, desk.place.centre.name, names)]
    context = Notification.objects.get(recipient=desk.coordinator, kind="work_due_list").context
    assert (context["late"], context["soon"], context["more"]) == (3, 0, 0)
    assert context["told"] == [f"late:{one.work.stage.pk}" for one in (late, later, desk)]


def test_only_what_turned_late_since_is_told_in_the_next_run(desk):
    first, second, third = another(desk, days_ago=9), another(desk, days_ago=9), desk
    at = first.work.stage.due_at + SECOND
    remind_due(at=at)

    assert remind_due(at=at + timedelta(days=30)) == 1

    assert lists() == [
        (desk.coordinator, desk.place.centre.name, [first.learner.name, second.learner.name]),
    ]
    assert told("work_late") == [(desk.coordinator, "allocation", "", False)]
    assert Notification.objects.get(kind="work_late").context["learner"] == third.learner.name


def test_a_holder_is_told_of_all_centres_at_once_and_a_coordinator_of_each_centre(desk):
    other = elsewhere(desk).allocated()
    desk.allocated()
    CentreStaff.objects.filter(user=other.coordinator).update(user=desk.coordinator)

    assert remind_due(at=desk.work.stage.due_at + MONTHS) == 3

    assert lists() == [(desk.assessor, "", [other.learner.name, desk.learner.name])]
    assert told("work_late") == [(desk.coordinator, "marking", "Dilwyn Tarrant", False)] * 2


def test_work_that_nobody_has_yet_is_told_to_the_coordinators_but_not_to_one_whose_own_it_is(desk):
    CentreStaffFactory(user=desk.learner, centre=desk.place.centre, role=Role.COORDINATOR)

    remind_due(at=desk.work.stage.due_at + SECOND)

    assert told("work_late") == [(desk.coordinator, "allocation", "", False)]


def test_somebody_who_coordinates_and_marks_is_told_once(desk):
    CentreStaffFactory(user=desk.coordinator, centre=desk.place.centre, role=Role.ASSESSOR)
    desk.assessor = desk.coordinator

    remind_due(at=desk.allocated().work.stage.due_at + SECOND)

    assert told("work_late") == [(desk.coordinator, "marking", "Marian Osgodby", True)]


def test_a_coordinator_who_came_since_is_told_and_nobody_else_again(desk):
    stage = desk.work.stage
    remind_due(at=stage.due_at + SECOND)
    new = desk.person(Role.COORDINATOR, name="Petra Voss")

    assert remind_due(at=stage.due_at + timedelta(hours=1)) == 1
    assert told("work_late")[-1] == (new, "allocation", "", False)


def test_a_coordinator_whose_time_is_over_and_a_holder_who_has_left_are_not_told(desk):
    stage = desk.allocated().work.stage
    CentreStaff.objects.filter(user=desk.assessor).delete()
    past = desk.person(Role.COORDINATOR)
    CentreStaff.objects.filter(user=past).update(during=(LONG_AGO, NOW.date()))

    remind_due(at=stage.due_at + SECOND)

    assert told("work_late") == [(desk.coordinator, "marking", "Dilwyn Tarrant", False)]


def test_a_sign_off_is_told_to_its_moderator(desk):
    UserFactory(moderator=True)

    remind_due(at=desk.agreed().work.stage.due_at + SECOND)

    assert told("work_late") == [
        (desk.coordinator, "sign-off", "Ngaio Penrose", False),
        (desk.moderator, "sign-off", "Ngaio Penrose", True),
    ]


def test_a_sign_off_whose_moderator_has_left_is_told_to_all_moderators(desk):
    stage = desk.agreed().work.stage
    desk.moderator.groups.clear()
    other = UserFactory(name="Solveig Ahearn", moderator=True)

    remind_due(at=stage.due_at + SECOND)

    assert told("work_late") == [
        (desk.coordinator, "sign-off", "Ngaio Penrose", False),
        (other, "sign-off", "Ngaio Penrose", False),
    ]


def test_work_that_is_done_is_not_late(desk):
    stage = desk.confirmed().work.stages.last()

    assert remind_due(at=stage.due_at + MONTHS) == 0


def test_a_run_that_is_stopped_anywhere_tells_nobody_and_the_next_tells_all(desk):
    another(desk).allocated()
    at = desk.allocated().work.stage.due_at + SECOND

    for write in (1, 2):
        with connection.execute_wrapper(stopping_before(write)), pytest.raises(Stopped):
            remind_due(at=at)
        assert lists() == []

    assert [remind_due(at=at), remind_due(at=at)] == [2, 0]
    assert [person for person, _, _ in lists()] == [desk.assessor, desk.coordinator]


def test_messages_of_the_time_before_lists_neither_count_nor_harm(desk):
    stage = desk.work.stage
    Notification.objects.create(
        kind="work_late", recipient=desk.coordinator, dedup_key="old", created_at=stage.due_at, due_at=stage.due_at
    )

    assert remind_due(at=stage.due_at + SECOND) == 1


@pytest.mark.parametrize("pieces", [1, 3, 30])
def test_queries_do_not_grow_with_the_pieces(desk, pieces, django_assert_num_queries):
    for _ in range(pieces - 1):
        another(desk)
    at = desk.work.stage.due_at + SECOND

    # The centres, the stages with their work, the staff, the moderators, what was told, and one message.
    with django_assert_num_queries(2 + 5 + 4):
        assert remind_due(at=at) == 1
    # Nothing to tell.
    with django_assert_num_queries(2 + 5):
        assert remind_due(at=at) == 0


def test_the_task_reminds_by_the_clock():
    desk = Desk(enrolment=place_of_today(), at=timezone.now() - timedelta(days=30))

    assert remind_about_due_work() == 1
    assert told("work_late") == [(desk.coordinator, "allocation", "", False)]
